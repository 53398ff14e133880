package org.gatepost.smtp.ra;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.gatepost.workbench.fixture.Eventually;
import org.gatepost.workbench.fixture.SmtpTalk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A list in GATEPOST_BIND, on real sockets of both families: one session on each, and none once it is stopped. */
class BindIT {

    @TempDir
    private Path spool;

    @Test
    void listensOnEachAddressOfTheListAndClosesThemAll() throws Exception {
        List<String> addresses = loopbacks();
        int port = freePort();
        SmtpActivation activation = new SmtpActivation(new FakeEndpoints(8), listeningOn(String.join(", ", addresses), port));
        try {
            assertEquals(addresses.size(), activation.ports().size());
            activation.ports().forEach(each -> Thread.ofPlatform().daemon().start(each));
            Eventually.get("all are bound", Duration.ofSeconds(30), () -> activation.ports().stream().allMatch(each -> each.localPort() == port), bound -> bound);
            for (String address : addresses) {
                try (SmtpTalk talk = new SmtpTalk(address, port)) {
                    talk.expect("220");
                    talk.say("EHLO client.example").expect("250");
                    assertEquals("250 2.0.0", talk.message("a@remote.example", "alice@example.com", "Subject: x\r\n\r\nx").substring(0, 9));
                    talk.say("QUIT").expect("221 2.0.0");
                }
            }
        } finally {
            activation.stop();
        }
        for (String address : addresses) {
            Eventually.get(address + " is closed", Duration.ofSeconds(10), () -> refuses(address, port), refused -> refused);
        }
    }

    private static boolean refuses(String address, int port) throws IOException {
        try (SmtpTalk taken = new SmtpTalk(address, port)) {
            return false;
        } catch (ConnectException refused) {
            return true;
        }
    }

    /** Two of IPv4, and that of IPv6 where this machine has one. */
    private static List<String> loopbacks() throws IOException {
        boolean six = NetworkInterface.getByInetAddress(InetAddress.getByName("::1")) != null;
        return six ? List.of("127.0.0.1", "127.0.0.2", "::1") : List.of("127.0.0.1", "127.0.0.2");
    }

    private SmtpActivationSpec listeningOn(String addresses, int port) {
        SmtpActivationSpec spec = new SmtpActivationSpec();
        spec.setBind(addresses);
        spec.setSmtpPort(port);
        spec.setSpoolDirectory(spool.toString());
        return spec;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }
}
