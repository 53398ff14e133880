package org.gatepost.workbench.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import org.gatepost.smtp.client.ClientTimeouts;
import org.gatepost.smtp.client.Dialect;
import org.gatepost.smtp.client.Opening;
import org.gatepost.smtp.client.OutgoingContent;
import org.gatepost.smtp.client.OutgoingMessage;
import org.gatepost.smtp.client.RemoteReply;
import org.gatepost.smtp.client.SmtpClient;
import org.gatepost.smtp.client.SocketLink;
import org.gatepost.smtp.client.Transmission;
import org.gatepost.smtp.protocol.MailParameters;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.RcptParameters;
import org.gatepost.smtp.protocol.ReversePath;
import org.junit.jupiter.api.Test;

class SmtpClientSocketIT {

    private static final ClientTimeouts SHORT = new ClientTimeouts(Duration.ofSeconds(2), Duration.ofMillis(300), Duration.ofMillis(300),
            Duration.ofSeconds(5));

    @Test
    void sendsManyMessagesOverOneConnection() throws IOException {
        for (Dialect dialect : Dialect.values()) {
            try (SmallHop hop = new SmallHop(false); SmtpClient client = open(hop.port(), dialect)) {
                for (int i = 0; i < 50; i++) {
                    Transmission sent = client.send(message(".line " + i + "\r\n.\r\n", "a@example.com", "b@example.com"));
                    assertTrue(sent.replies().stream().allMatch(reply -> reply.reply().isPositive()), sent::toString);
                }
                client.quit();
                assertEquals(50, hop.messages.size());
                assertEquals(".line 49\r\n.\r\n", hop.messages.getLast());
            }
        }
    }

    @Test
    void carriesALargeMessage() throws IOException {
        try (SmallHop hop = new SmallHop(false); SmtpClient client = open(hop.port(), Dialect.SMTP)) {
            String content = ("x".repeat(998) + "\r\n").repeat(8_000);
            assertTrue(client.send(message(content, "a@example.com")).replies().getFirst().reply().isPositive());
            assertEquals(content, hop.messages.getFirst());
        }
    }

    @Test
    void givesUpOnASilentNextHop() throws IOException {
        try (SmallHop hop = new SmallHop(true)) {
            Opening opening = SmtpClient.open(SocketLink.connect("localhost", hop.port(), SHORT.connect()), Dialect.SMTP, "gate.example", SHORT);
            RemoteReply reply = assertInstanceOf(Opening.Failed.class, opening).reply();
            assertEquals("4.4.2", reply.reply().status().toString());
        }
    }

    @Test
    void isFreedFromANextHopThatStopsReading() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread hop = Thread.ofVirtual().start(() -> greetAndStall(server));
            SmtpClient client = open(server.getLocalPort(), Dialect.SMTP);
            Thread watch = watch(client);
            Transmission sent = client.send(message(("x".repeat(998) + "\r\n").repeat(30_000), "a@example.com"));
            assertInstanceOf(RemoteReply.Broken.class, sent.replies().getFirst());
            assertFalse(client.isUsable());
            watch.interrupt();
            hop.interrupt();
        }
    }

    @Test
    void isFreedFromANextHopThatFallsSilent() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread hop = Thread.ofVirtual().start(() -> greetAndStall(server));
            SmtpClient client = open(server.getLocalPort(), Dialect.SMTP);
            Thread watch = watch(client);
            Transmission sent = client.send(message("silence\r\n", "a@example.com"));
            assertEquals("4.4.2", assertInstanceOf(RemoteReply.Broken.class, sent.replies().getFirst()).reply().status().toString());
            watch.interrupt();
            hop.interrupt();
        }
    }

    @Test
    void saysWhichAddressesWereTried() throws IOException {
        int free;
        try (ServerSocket unused = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = unused.getLocalPort();
        }
        IOException failure = assertThrows(IOException.class, () -> SocketLink.connect("127.0.0.1", free, SHORT.connect()));
        assertTrue(failure.getMessage().startsWith("127.0.0.1 port " + free), failure.getMessage());
        assertEquals("4.4.1", SmtpClient.unreachable(failure).reply().status().toString());
        assertThrows(IOException.class, () -> SocketLink.connect("no-such-host.invalid", 25, SHORT.connect()));
    }

    private static Thread watch(SmtpClient client) {
        return Thread.ofVirtual().start(() -> {
            while (!client.abortIfOverdue() && !Thread.interrupted()) {
                Thread.onSpinWait();
            }
        });
    }

    private static void greetAndStall(ServerSocket server) {
        try (var socket = server.accept()) {
            socket.getOutputStream().write("220 hop\r\n250 hop\r\n250 ok\r\n250 ok\r\n354 go\r\n".getBytes(StandardCharsets.US_ASCII));
            new CountDownLatch(1).await();
        } catch (IOException | InterruptedException e) {
            // The test is over.
            return;
        }
    }

    private static SmtpClient open(int port, Dialect dialect) throws IOException {
        return assertInstanceOf(Opening.Opened.class,
                SmtpClient.open(SocketLink.connect("127.0.0.1", port, SHORT.connect()), dialect, "gate.example", SHORT)).client();
    }

    private static OutgoingMessage message(String content, String... to) {
        byte[] octets = content.getBytes(StandardCharsets.ISO_8859_1);
        OutgoingContent outgoing = new OutgoingContent() {
            @Override
            public long size() {
                return octets.length;
            }

            @Override
            public void writeTo(OutputStream out) throws IOException {
                out.write(octets);
            }

            @Override
            public OutgoingContent inSevenBit() {
                return this;
            }
        };
        return new OutgoingMessage(ReversePath.of(new Mailbox("a", "remote.example")), MailParameters.NONE,
                List.of(to).stream().map(address -> new OutgoingMessage.To(new Mailbox(address.split("@")[0], address.split("@")[1]), RcptParameters.NONE)).toList(),
                outgoing);
    }
}
