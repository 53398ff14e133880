package org.gatepost.workbench.demo.directory;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.OperationType;
import com.unboundid.ldap.sdk.schema.Schema;
import com.unboundid.ldif.LDIFException;
import com.unboundid.ldif.LDIFReader;

/**
 * The demo directory: runs until SIGTERM, on loopback, writes nothing but one line when it is ready. It holds its entries in memory, so that each
 * start is a fresh one.
 *
 * <p>The reader's password comes from {@code GATEPOST_LDAP_BIND_PASSWORD}, or the file that {@code GATEPOST_LDAP_BIND_PASSWORD_FILE} names, never
 * from an argument, which every user of the machine could see.
 */
public final class DemoDirectory implements AutoCloseable {

    /** Who reads everything but passwords. */
    public static final String READER = "cn=gatepost,o=demo";
    public static final String BASE = "o=demo";

    private static final int DEFAULT_PORT = 1389;
    private static final int CONNECTIONS_MAX = 1000;

    private final InMemoryDirectoryServer server;

    /**
     * Starts it.
     *
     * @param port on 127.0.0.1; 0: any free one
     */
    public DemoDirectory(int port, String readerPassword) throws LDAPException, IOException {
        server = new InMemoryDirectoryServer(config(port, readerPassword));
        try (InputStream entries = resource("demo.ldif"); LDIFReader reader = new LDIFReader(entries)) {
            server.importFromLDIF(true, reader);
        }
        server.startListening();
    }

    private static InMemoryDirectoryServerConfig config(int port, String readerPassword) throws LDAPException, IOException {
        InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig(BASE);
        InetAddress loopback = InetAddress.getByAddress("localhost", new byte[] {127, 0, 0, 1});
        config.setListenerConfigs(new InMemoryListenerConfig("demo", loopback, port, null, null, null));
        config.setSchema(schema());
        config.addAdditionalBindCredentials(READER, readerPassword);
        config.setAllowedOperationTypes(OperationType.BIND, OperationType.SEARCH, OperationType.UNBIND, OperationType.ABANDON);
        config.setAuthenticationRequiredOperationTypes(OperationType.SEARCH);
        config.addInMemoryOperationInterceptor(new OneReader(new DN(READER)));
        config.setEqualityIndexAttributes("objectClass", "mail", "mailAlternateAddress", "mailEquivalentAddress", "sunPreferredDomain", "associatedDomain",
                "uid", "member", "uniqueMember");
        config.setMaxConnections(CONNECTIONS_MAX);
        return config;
    }

    /** The schema is written for OpenLDAP, which has other names for the same two lists. */
    private static Schema schema() throws LDAPException, IOException {
        try (InputStream ours = resource("sun-mail.ldif"); LDIFReader reader = new LDIFReader(ours)) {
            Entry written = reader.readEntry();
            Entry schema = new Entry("cn=schema", new Attribute(Schema.ATTR_ATTRIBUTE_TYPE, written.getAttributeValues("olcAttributeTypes")),
                    new Attribute(Schema.ATTR_OBJECT_CLASS, written.getAttributeValues("olcObjectClasses")));
            return Schema.mergeSchemas(Schema.getDefaultStandardSchema(), new Schema(schema));
        } catch (LDIFException e) {
            throw new IllegalStateException("demo/sun-mail.ldif: " + e.getMessage(), e);
        }
    }

    private static InputStream resource(String name) throws IOException {
        InputStream stream = DemoDirectory.class.getResourceAsStream("/demo/" + name);
        if (stream == null) {
            throw new IOException("demo/" + name + " is missing from the jar");
        }
        return stream;
    }

    public int port() {
        return server.getListenPort();
    }

    /** The server behind it, which may be changed from within this JVM only. */
    public InMemoryDirectoryServer server() {
        return server;
    }

    @Override
    public void close() {
        server.shutDown(true);
    }

    /** Runs until the JVM is told to stop. Argument: the port; else {@code GATEPOST_DEMO_LDAP_PORT}, else 1389. */
    public static void main(String[] args) throws Exception {
        Map<String, String> environment = System.getenv();
        String port = args.length > 0 ? args[0] : environment.getOrDefault("GATEPOST_DEMO_LDAP_PORT", Integer.toString(DEFAULT_PORT));
        String password = password(environment);
        if (password.isEmpty()) {
            System.err.println("demo directory: GATEPOST_LDAP_BIND_PASSWORD or GATEPOST_LDAP_BIND_PASSWORD_FILE must be set");
            System.exit(2);
        }
        CountDownLatch stopped = new CountDownLatch(1);
        DemoDirectory directory = new DemoDirectory(Integer.parseInt(port), password);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            directory.close();
            stopped.countDown();
        }));
        System.out.println("demo directory ready on ldap://127.0.0.1:" + directory.port());
        stopped.await();
    }

    private static String password(Map<String, String> environment) throws IOException {
        String file = environment.getOrDefault("GATEPOST_LDAP_BIND_PASSWORD_FILE", "");
        return file.isEmpty() ? environment.getOrDefault("GATEPOST_LDAP_BIND_PASSWORD", "") : Files.readString(Path.of(file)).strip();
    }
}
