package org.gatepost.workbench.container;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.util.Map;

import org.gatepost.workbench.fixture.RunningGatepost;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Lends the shared server to Arquillian: takes the application away, so that the tests' EAR gets its name, opens an HTTP port on loopback for
 * Arquillian's servlet, and puts everything back afterwards. To be named before Arquillian's own extension. Does nothing inside the server.
 */
final class TestDomain implements BeforeAllCallback, AfterAllCallback {

    private static final String APPLICATION = "gatepost";
    private static final String LISTENER = "arquillian";

    @Override
    public void beforeAll(ExtensionContext context) throws IOException, InterruptedException {
        if (!inServer()) {
            RunningGatepost gatepost = RunningGatepost.shared();
            String passwords = Files.readString(gatepost.var().resolve("payara/admin.passwords")).strip();
            System.setProperty("gatepost.test.admin.port", Integer.toString(gatepost.adminPort()));
            System.setProperty("gatepost.test.admin.password", passwords.substring(passwords.indexOf('=') + 1));
            gatepost.administer("create-network-listener", Map.of("address", "127.0.0.1", "listenerport", Integer.toString(freePort()), "protocol", "http-listener-1",
                    "DEFAULT", LISTENER));
            gatepost.administer("undeploy", Map.of("DEFAULT", APPLICATION));
        }
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        if (!inServer()) {
            RunningGatepost gatepost = RunningGatepost.shared();
            gatepost.redeploy();
            gatepost.administer("delete-network-listener", Map.of("DEFAULT", LISTENER));
            gatepost.awaitReady();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    private static boolean inServer() {
        return System.getProperty("com.sun.aas.instanceRoot") != null;
    }
}
