package org.gatepost.workbench.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.TrustAnchor;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

import com.sun.net.httpserver.HttpServer;

import org.gatepost.adapter.dns.DnsJavaLookup;
import org.gatepost.adapter.dns.DnsServers;
import org.gatepost.adapter.sts.HttpsPolicyFetch;
import org.gatepost.channel.ChannelKeywords;
import org.gatepost.channel.RemoteKeywords.Families;
import org.gatepost.channel.TransportKeywords;
import org.gatepost.dns.DnsAnswer;
import org.gatepost.dns.MailExchanger;
import org.gatepost.routing.MailHost;
import org.gatepost.routing.MxRoute;
import org.gatepost.routing.MxRouting;
import org.gatepost.routing.OurHost;
import org.gatepost.routing.StsPolicies;
import org.gatepost.routing.StsPolicy;
import org.gatepost.routing.TransportSecurity;
import org.gatepost.routing.TransportSecurity.Choice;
import org.gatepost.smtp.client.ClientTimeouts;
import org.gatepost.smtp.client.Dialect;
import org.gatepost.smtp.client.Introduction;
import org.gatepost.smtp.client.Opening;
import org.gatepost.smtp.client.OutgoingContent;
import org.gatepost.smtp.client.OutgoingMessage;
import org.gatepost.smtp.client.SmtpClient;
import org.gatepost.smtp.client.SocketLink;
import org.gatepost.smtp.client.TlsFault;
import org.gatepost.smtp.client.TlsPolicy;
import org.gatepost.smtp.protocol.IpAddress;
import org.gatepost.smtp.protocol.MailParameters;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.RcptParameters;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.smtp.protocol.ReversePath;
import org.gatepost.workbench.fixture.LoopbackDns;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.TLSARecord;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;

/** The way out over real sockets: name server, TLS and certificates on loopback. */
class OutboundRouteIT {

    private static final ClientTimeouts TIMES = new ClientTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(5));
    private static final long TTL = 300;

    @TempDir
    private Path directory;
    private LoopbackDns server;
    private DnsJavaLookup dns;
    private TlsHop hop;

    @BeforeEach
    void begin() throws IOException, GeneralSecurityException, InterruptedException {
        server = new LoopbackDns();
        dns = new DnsJavaLookup(new DnsServers(List.of(server.address()), Duration.ofSeconds(2)));
        hop = new TlsHop(directory);
    }

    @AfterEach
    void end() throws IOException, InterruptedException {
        dns.close();
        server.close();
        hop.close();
    }

    @Test
    void theNameServersAnswersAreWhatTheySay() throws IOException {
        server.with(new MXRecord(name("a.example"), DClass.IN, TTL, 10, name("alias.example")), new MXRecord(name("null.example"), DClass.IN, TTL, 0, Name.root),
                new CNAMERecord(name("alias.example"), DClass.IN, TTL, name("real.example")), address("real.example", "192.0.2.1"),
                new TXTRecord(name("t.example"), DClass.IN, TTL, List.of("one ", "two"))).failing(name("broken.example"));
        assertEquals(new DnsAnswer.Records<>(List.of(new MailExchanger(10, "alias.example")), "a.example", true), dns.mailExchangers("a.example"));
        assertEquals(new DnsAnswer.Records<>(List.of(new MailExchanger(0, "")), "null.example", true), dns.mailExchangers("null.example"));
        assertEquals(new DnsAnswer.Records<>(List.of(IpAddress.parse("192.0.2.1")), "real.example", true), dns.addressesV4("alias.example"));
        assertEquals(new DnsAnswer.NoRecords<>(true, true), dns.addressesV6("real.example"));
        assertEquals(new DnsAnswer.NoRecords<>(false, true), dns.mailExchangers("nowhere.example"));
        assertEquals(new DnsAnswer.Records<>(List.of("one two"), "t.example", true), dns.texts("t.example"));
        assertInstanceOf(DnsAnswer.TemporaryFailure.class, dns.mailExchangers("broken.example"));
        assertEquals(new DnsAnswer.NoRecords<>(false, false), dns.mailExchangers("x".repeat(64) + ".example"));
    }

    @Test
    void textIsTakenOctetForOctetAndNamesAsTheyAre() throws IOException {
        server.with(new TXTRecord(name("t.example"), DClass.IN, TTL, List.of("say \"no\"; a\\\\b \\233")), address("a\\\\b.example", "192.0.2.1"))
                .pointer("192.0.2.1", "Host.example").pointer("2001:db8::1", "six.example");
        assertEquals(new DnsAnswer.Records<>(List.of("say \"no\"; a\\b \u00e9"), "t.example", true), dns.texts("t.example"));
        assertEquals(List.of(IpAddress.parse("192.0.2.1")), assertInstanceOf(DnsAnswer.Records.class, dns.addressesV4("a\\b.example")).records());
        assertEquals(List.of("host.example"), assertInstanceOf(DnsAnswer.Records.class, dns.names(IpAddress.parse("192.0.2.1"))).records());
        assertEquals(List.of("six.example"), assertInstanceOf(DnsAnswer.Records.class, dns.names(IpAddress.parse("2001:db8::1"))).records());
        assertEquals(new DnsAnswer.NoRecords<>(false, true), dns.names(IpAddress.parse("192.0.2.2")));
    }

    @Test
    void anAnswerTooLongForADatagramIsAskedForAgain() throws IOException {
        String[] strings = new String[10];
        Arrays.fill(strings, "x".repeat(200));
        server.text("long.example", strings);
        assertEquals(2_000, assertInstanceOf(DnsAnswer.Records.class, dns.texts("long.example")).records().getFirst().toString().length());
        assertEquals(1, server.askedByStream());
    }

    @Test
    void aServerThatHasNeverHeardOfEdnsIsAskedWithoutIt() throws IOException {
        server.withoutEdns().address("a.example", "192.0.2.1");
        assertInstanceOf(DnsAnswer.Records.class, dns.addressesV4("a.example"));
    }

    @Test
    void anAnswerIsRememberedAndAFailureIsNot() throws IOException {
        server.with(address("a.example", "192.0.2.1")).failing(name("broken.example"));
        dns.addressesV4("a.example");
        int asked = server.asked();
        dns.addressesV4("a.example");
        assertEquals(asked, server.asked());
        dns.addressesV4("broken.example");
        int failed = server.asked();
        dns.addressesV4("broken.example");
        assertTrue(server.asked() > failed);
    }

    @Test
    void nobodyWhoAnswersIsATemporaryFailure() throws IOException, InterruptedException {
        DnsJavaLookup impatient = new DnsJavaLookup(new DnsServers(List.of(server.address()), Duration.ofMillis(200)));
        server.close();
        assertInstanceOf(DnsAnswer.TemporaryFailure.class, impatient.mailExchangers("a.example"));
    }

    @Test
    void p19DaneCarriesAMessageToTheHostASignedZoneNames() throws IOException, GeneralSecurityException {
        zone(MessageDigest.getInstance("SHA-256").digest(hop.certificate().getPublicKey().getEncoded()));
        SmtpClient client = assertInstanceOf(Opening.Opened.class, connect("dane")).client();
        assertTrue(client.isTrusted());
        assertEquals("TLSv1.3", client.tls().orElseThrow().version());
        assertEquals("250 2.0.0 taken", client.send(message()).replies().getFirst().reply().toString());
        client.quit();
        assertTrue(hop.lines.containsAll(List.of("STARTTLS", "hello")), hop.lines.toString());
    }

    @Test
    void p19DaneRefusesAnotherKey() throws IOException, GeneralSecurityException {
        zone(new byte[32]);
        assertEquals(TlsFault.VALIDATION_FAILURE, assertInstanceOf(Opening.Unprotected.class, connect("dane")).fault());
        assertFalse(hop.lines.contains("hello"));
    }

    @Test
    void p03MustTakesOnlyWhatAnAuthorityVouchesForUnderItsName() throws IOException, GeneralSecurityException {
        TransportSecurity trusting = new TransportSecurity(dns, StsPolicies.NONE, Set.of(new TrustAnchor(hop.certificate(), null)));
        assertTrue(isTrusted(open(trusting.fixed(keywords("musttlsclient"), "127.0.0.1").policy(), "127.0.0.1")));
        assertEquals(TlsFault.CERTIFICATE_HOST_MISMATCH, fault(open(trusting.fixed(keywords("musttlsclient"), "other.example").policy(), "other.example")));
        TransportSecurity stranger = new TransportSecurity(dns, StsPolicies.NONE, Set.of());
        assertEquals(TlsFault.CERTIFICATE_NOT_TRUSTED, fault(open(stranger.fixed(keywords("musttlsclient"), "127.0.0.1").policy(), "127.0.0.1")));
        assertFalse(isTrusted(open(stranger.fixed(keywords("maytlsclient"), "127.0.0.1").policy(), "127.0.0.1")));
    }

    private static boolean isTrusted(Opening opening) {
        try (SmtpClient client = assertInstanceOf(Opening.Opened.class, opening).client()) {
            assertTrue(client.tls().isPresent());
            return client.isTrusted();
        }
    }

    private static TlsFault fault(Opening opening) {
        return assertInstanceOf(Opening.Unprotected.class, opening).fault();
    }

    @Test
    void aNullMxIsSeenThroughARealNameServer() throws IOException {
        server.with(new MXRecord(name("null.example"), DClass.IN, TTL, 0, Name.root));
        assertEquals(new MxRoute.Nowhere(Replies.DOMAIN_TAKES_NO_MAIL), routing().route("null.example", 25, Families.IPV6_FIRST));
    }

    @Test
    void p19APolicyIsFetchedWithinItsLimits() throws IOException {
        HttpServer web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        publish(web, "/good", 200, "text/plain; charset=utf-8", "version: STSv1\r\nmode: testing\r\nmx: *.a.example\r\nmax_age: 600\r\n");
        publish(web, "/html", 200, "text/html", "x");
        publish(web, "/moved", 301, "text/plain", "x");
        publish(web, "/large", 200, "text/plain", "x".repeat(HttpsPolicyFetch.OCTETS_MAX + 1));
        web.start();
        try {
            HttpsPolicyFetch fetch = HttpsPolicyFetch.from(HttpClient.newBuilder(), domain -> URI.create("http://127.0.0.1:" + web.getAddress().getPort() + "/" + domain));
            assertEquals(StsPolicy.Mode.TESTING, StsPolicy.parse(fetch.fetch("good")).orElseThrow().mode());
            for (String bad : List.of("html", "moved", "large", "none")) {
                assertThrows(IOException.class, () -> fetch.fetch(bad), bad);
            }
        } finally {
            web.stop(0);
        }
    }

    private static void publish(HttpServer web, String path, int status, String type, String text) {
        web.createContext(path, exchange -> {
            byte[] octets = text.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(status, octets.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(octets);
            }
        });
    }

    private void zone(byte[] digest) throws TextParseException, IOException {
        server.with(new MXRecord(name("a.example"), DClass.IN, TTL, 10, name("mx.a.example")), address("mx.a.example", "127.0.0.1"),
                new TLSARecord(name("_" + hop.port() + "._tcp.mx.a.example"), DClass.IN, TTL, 3, 1, 1, digest));
    }

    private Opening connect(String keywords) throws IOException {
        MxRoute.Hosts hosts = assertInstanceOf(MxRoute.Hosts.class, routing().route("a.example", hop.port(), Families.IPV4_FIRST));
        MailHost host = hosts.hosts().getFirst();
        TransportSecurity security = new TransportSecurity(dns, StsPolicies.NONE, Set.of());
        Choice choice = security.choose(keywords(keywords), "a.example", StsPolicy.NONE, host, hosts.authentic(), hop.port());
        return open(assertInstanceOf(Choice.Connect.class, choice).policy(), host.name());
    }

    private Opening open(TlsPolicy policy, String host) throws IOException {
        return SmtpClient.open(SocketLink.connect("127.0.0.1", hop.port(), TIMES.connect()), new Introduction(Dialect.SMTP, host, "gate.example", TIMES, policy, Optional.empty()));
    }

    private MxRouting routing() {
        return new MxRouting(dns, new OurHost(Set.of("gate.example"), Set.of()), new Random(1));
    }

    private static TransportKeywords keywords(String text) {
        return ChannelKeywords.parse(text).transport();
    }

    private static OutgoingMessage message() {
        return new OutgoingMessage(ReversePath.NULL, MailParameters.NONE, List.of(new OutgoingMessage.To(new Mailbox("b", "a.example"), RcptParameters.NONE)), new OutgoingContent() {
            @Override
            public long size() {
                return 7;
            }

            @Override
            public void writeTo(OutputStream out) throws IOException {
                out.write("hello\r\n".getBytes(StandardCharsets.US_ASCII));
            }

            @Override
            public OutgoingContent inSevenBit() {
                return this;
            }
        });
    }

    private static ARecord address(String host, String address) throws IOException {
        return new ARecord(name(host), DClass.IN, TTL, InetAddress.getByAddress(IpAddress.parse(address).octets()));
    }

    private static Name name(String text) throws TextParseException {
        return Name.fromString(text, Name.root);
    }
}
