package org.gatepost.ee.warmup;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Loads every class that the classes of an archive name, and initializes the archive's own, on the caller's thread.
 *
 * <p>A virtual thread that has to wait for a class loader keeps its carrier. Two of them, on the carriers of a machine with two cores, once waited for a
 * lock that was given to a third, which found no carrier to run on: a server that was under load from its first moment answered nobody any more. So
 * nothing of ours may be left to load when the first session begins.
 */
final class NamedClasses {

    private static final Pattern IN_DESCRIPTOR = Pattern.compile("L([\\w/$]+);");

    private final ClassLoader loader;
    private final Set<String> named = new HashSet<>();
    private final Set<String> own = new HashSet<>();

    private NamedClasses(ClassLoader loader) {
        this.loader = loader;
    }

    /**
     * Loads what the archive of that class names; how many classes that were. What cannot be loaded is left out: it may be optional, and who needs it
     * will say so.
     *
     * @throws IOException the archive cannot be read
     */
    static int load(Class<?> anchor) throws IOException {
        NamedClasses classes = new NamedClasses(anchor.getClassLoader());
        Path archive = archive(anchor);
        if (Files.isDirectory(archive)) {
            classes.read(archive);
        } else {
            try (FileSystem jar = FileSystems.newFileSystem(archive)) {
                for (Path root : jar.getRootDirectories()) {
                    classes.read(root);
                }
            }
        }
        return classes.load();
    }

    private static Path archive(Class<?> anchor) throws IOException {
        try {
            return Path.of(URI.create(anchor.getProtectionDomain().getCodeSource().getLocation().toURI().toString().replaceFirst("^jar:(.*?)!/.*$", "$1")));
        } catch (URISyntaxException | RuntimeException e) {
            throw new IOException("where " + anchor + " comes from is no file: " + e, e);
        }
    }

    private void read(Path root) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(root)) {
            files = all.filter(file -> file.toString().endsWith(".class") && !file.endsWith("module-info.class")).toList();
        }
        for (Path file : files) {
            String path = root.relativize(file).toString();
            own.add(path.substring(0, path.length() - ".class".length()).replace('/', '.'));
            try (InputStream octets = Files.newInputStream(file)) {
                named.addAll(names(octets.readAllBytes()));
            }
        }
    }

    /** The classes a class file names in its constants: those it refers to, and those of its descriptors (JVMS 4.4). */
    static Set<String> names(byte[] classFile) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(classFile));
        in.skipNBytes(8);
        int count = in.readUnsignedShort();
        String[] texts = new String[count];
        Set<Integer> references = new HashSet<>();
        for (int i = 1; i < count; i++) {
            int tag = in.readUnsignedByte();
            switch (tag) {
                case 1 -> texts[i] = in.readUTF();
                case 7 -> references.add(in.readUnsignedShort());
                case 5, 6 -> {
                    in.skipNBytes(8);
                    i++;
                }
                case 8, 16, 19, 20 -> in.skipNBytes(2);
                case 15 -> in.skipNBytes(3);
                default -> in.skipNBytes(4);
            }
        }
        Set<String> names = new HashSet<>();
        for (int i = 1; i < count; i++) {
            if (texts[i] == null) {
                continue;
            }
            if (references.contains(i) && !texts[i].startsWith("[")) {
                names.add(texts[i].replace('/', '.'));
            }
            if (texts[i].startsWith("(") || texts[i].startsWith("[") || texts[i].startsWith("L")) {
                for (Matcher type = IN_DESCRIPTOR.matcher(texts[i]); type.find();) {
                    names.add(type.group(1).replace('/', '.'));
                }
            }
        }
        return names;
    }

    private int load() {
        int loaded = 0;
        named.removeAll(own);
        for (String name : named) {
            loaded += load(name, false) ? 1 : 0;
        }
        for (String name : own) {
            loaded += load(name, true) ? 1 : 0;
        }
        return loaded;
    }

    private boolean load(String name, boolean initialize) {
        try {
            Class.forName(name, initialize, loader);
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }
}
