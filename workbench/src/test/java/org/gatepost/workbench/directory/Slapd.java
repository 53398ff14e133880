package org.gatepost.workbench.directory;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;

import org.gatepost.workbench.demo.directory.DemoDirectory;
import org.gatepost.workbench.files.Trees;

/** Debian's slapd with the schema file that operators are given and the demo's entries, on a free port of loopback; stopped by its id. */
public final class Slapd implements AutoCloseable {

    public static final String PASSWORD = "not-a-secret";

    private static final String ADMIN = "cn=admin,o=demo";
    private static final Duration START_MAX = Duration.ofSeconds(20);
    private static final String READER_ENTRY = "\ndn: " + DemoDirectory.READER + "\nobjectClass: applicationProcess\nobjectClass: simpleSecurityObject\ncn: gatepost\nuserPassword: "
            + PASSWORD + "\n";

    private final Path directory;
    private final Process process;
    private final int port;
    private final LDAPConnection admin;

    public Slapd() throws Exception {
        directory = Files.createTempDirectory("slapd");
        port = freePort();
        Files.createDirectories(directory.resolve("data"));
        Files.createDirectories(directory.resolve("config"));
        load(0, Files.writeString(directory.resolve("config.ldif"), config()));
        try (InputStream demo = DemoDirectory.class.getResourceAsStream("/demo/demo.ldif")) {
            load(1, Files.writeString(directory.resolve("demo.ldif"), new String(demo.readAllBytes(), StandardCharsets.UTF_8) + READER_ENTRY));
        }
        process = new ProcessBuilder("slapd", "-d", "0", "-F", directory.resolve("config").toString(), "-h", "ldap://127.0.0.1:" + port).redirectErrorStream(true)
                .redirectOutput(directory.resolve("said").toFile()).start();
        admin = connected();
    }

    private String config() {
        Path schema = Path.of(System.getProperty("gatepost.root", "..")).resolve("ear/docs/schema/sun-mail.ldif").toAbsolutePath().normalize();
        return """
                dn: cn=config
                objectClass: olcGlobal
                cn: config

                dn: cn=module{0},cn=config
                objectClass: olcModuleList
                cn: module{0}
                olcModulePath: /usr/lib/ldap
                olcModuleLoad: back_mdb

                dn: cn=schema,cn=config
                objectClass: olcSchemaConfig
                cn: schema

                include: file:///etc/ldap/schema/core.ldif
                include: file:///etc/ldap/schema/cosine.ldif
                include: file:///etc/ldap/schema/inetorgperson.ldif
                include: file://%s

                dn: olcDatabase={1}mdb,cn=config
                objectClass: olcDatabaseConfig
                objectClass: olcMdbConfig
                olcDatabase: {1}mdb
                olcSuffix: o=demo
                olcDbDirectory: %s
                olcRootDN: %s
                olcRootPW: %s
                olcDbIndex: objectClass,mail,mailAlternateAddress,mailEquivalentAddress,sunPreferredDomain,associatedDomain,uid eq
                olcLimits: {0}dn.exact="%s" size=unlimited
                olcAccess: {0}to attrs=userPassword by anonymous auth by * none
                olcAccess: {1}to * by dn.exact="%s" read by * none
                """.formatted(schema, directory.resolve("data"), ADMIN, PASSWORD, DemoDirectory.READER, DemoDirectory.READER);
    }

    private void load(int database, Path ldif) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("slapadd", "-n", Integer.toString(database), "-F", directory.resolve("config").toString(), "-l", ldif.toString()));
        Process adding = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(adding.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (adding.waitFor() != 0) {
            throw new AssertionError("slapadd: " + said);
        }
    }

    private LDAPConnection connected() throws Exception {
        long until = System.nanoTime() + START_MAX.toNanos();
        while (true) {
            try {
                return new LDAPConnection("127.0.0.1", port, ADMIN, PASSWORD);
            } catch (LDAPException e) {
                if (!process.isAlive() || System.nanoTime() > until) {
                    throw new AssertionError("slapd did not start: " + Files.readString(directory.resolve("said")), e);
                }
                Thread.sleep(50);
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    public int port() {
        return port;
    }

    /** As one who may change everything. */
    public LDAPConnection admin() {
        return admin;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        admin.close();
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        Trees.delete(directory);
    }
}
