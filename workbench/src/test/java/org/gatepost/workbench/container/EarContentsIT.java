package org.gatepost.workbench.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

import org.junit.jupiter.api.Test;

/** What lies where in the EAR that is deployed: every class once, and none that the server brings itself. */
class EarContentsIT {

    private static final Path EAR = Path.of(System.getProperty("gatepost.root", "..")).resolve("ear/target/gatepost.ear");

    @Test
    void theConnectorsClassesLieInTheRarAlone() throws IOException {
        assertEquals(Set.of("smtp-connector-rar.rar"), archivesWith(name -> name.startsWith("org/gatepost/smtp/")));
    }

    @Test
    void policysClassesLieInTheEjbJarAloneAndTheDesksInTheWar() throws IOException {
        assertEquals(Set.of("policy-ejb.jar"), archivesWith(name -> name.startsWith("org/gatepost/ee/") || name.startsWith("org/gatepost/gate/")));
        assertEquals(Set.of("admin-web.war"), archivesWith(name -> name.startsWith("org/gatepost/admin/")));
    }

    @Test
    void nothingOfTheServersOwnIsBundled() throws IOException {
        Set<String> own = archivesWith(name -> name.startsWith("jakarta/") || name.startsWith("org/eclipse/microprofile/") || name.startsWith("org/eclipse/angus/")
                || name.startsWith("org/eclipse/persistence/") || name.startsWith("com/hazelcast/"));
        assertEquals(Set.of(), own);
    }

    @Test
    void noTestAndNoToolIsShipped() throws IOException {
        assertEquals(Set.of(), archivesWith(name -> name.startsWith("org/gatepost/workbench/") || name.startsWith("org/junit/") || name.startsWith("org/jboss/arquillian/")
                || isTest(name)));
    }

    /** By its name; the tests of Sieve are words of that language. */
    private static boolean isTest(String name) {
        return name.endsWith("IT.class") || name.endsWith("Test.class") && !name.startsWith("org/gatepost/sieve/language/SieveTest");
    }

    @Test
    void noClassLiesInTwoPlaces() throws IOException {
        Map<String, List<String>> places = new HashMap<>();
        for (Map.Entry<String, Set<String>> archive : classes().entrySet()) {
            archive.getValue().stream().filter(name -> !name.endsWith("module-info.class")).forEach(name -> places.computeIfAbsent(name, n -> new ArrayList<>()).add(archive.getKey()));
        }
        assertTrue(places.size() > 1_000, "nothing was looked at");
        assertEquals(Map.of(), places.entrySet().stream().filter(place -> place.getValue().size() > 1)
                .collect(java.util.stream.Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    private static Set<String> archivesWith(java.util.function.Predicate<String> type) throws IOException {
        Set<String> found = new TreeSet<>();
        classes().forEach((archive, names) -> {
            if (names.stream().anyMatch(type)) {
                found.add(archive);
            }
        });
        return found;
    }

    /** The names of the classes of each module and library, those of jars inside them under the outermost one's name. */
    private static Map<String, Set<String>> classes() throws IOException {
        Map<String, Set<String>> classes = new HashMap<>();
        try (ZipFile ear = new ZipFile(EAR.toFile())) {
            for (ZipEntry entry : ear.stream().filter(e -> isArchive(e.getName())).toList()) {
                Set<String> names = new TreeSet<>();
                collect(ear.getInputStream(entry).readAllBytes(), names);
                classes.put(entry.getName(), names);
            }
        }
        return classes;
    }

    private static void collect(byte[] archive, Set<String> names) throws IOException {
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (isArchive(entry.getName())) {
                    collect(zip.readAllBytes(), names);
                } else if (entry.getName().endsWith(".class") && !entry.getName().startsWith("META-INF/")) {
                    names.add(entry.getName().replaceFirst("^WEB-INF/classes/", ""));
                }
            }
        }
    }

    private static boolean isArchive(String name) {
        return name.endsWith(".jar") || name.endsWith(".war") || name.endsWith(".rar");
    }
}
