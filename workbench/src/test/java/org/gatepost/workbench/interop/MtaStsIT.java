package org.gatepost.workbench.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;

import org.gatepost.adapter.dns.DnsJavaLookup;
import org.gatepost.adapter.dns.DnsServers;
import org.gatepost.adapter.sts.HttpsPolicyFetch;
import org.gatepost.adapter.sts.PublishedPolicies;
import org.gatepost.channel.ChannelKeywords;
import org.gatepost.channel.RemoteKeywords.Families;
import org.gatepost.channel.TransportKeywords;
import org.gatepost.routing.MailHost;
import org.gatepost.routing.MxRoute;
import org.gatepost.routing.MxRouting;
import org.gatepost.routing.OurHost;
import org.gatepost.routing.StsPolicy;
import org.gatepost.routing.TransportSecurity;
import org.gatepost.routing.TransportSecurity.Choice;
import org.gatepost.smtp.client.ClientTimeouts;
import org.gatepost.smtp.client.Dialect;
import org.gatepost.smtp.client.Introduction;
import org.gatepost.smtp.client.Opening;
import org.gatepost.smtp.client.SmtpClient;
import org.gatepost.smtp.client.SocketLink;
import org.gatepost.smtp.client.TlsFault;
import org.gatepost.workbench.bench.harness.Program;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * MTA-STS (RFC 8461): records from a real name server, the policy over HTTPS with a certificate that is looked at, and Postfix as the host. The policy's place
 * is a port of loopback instead of the one the RFC names, which no test may take.
 */
class MtaStsIT {

    private static final ClientTimeouts TIMES = new ClientTimeouts(Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofSeconds(10));
    private static final TransportKeywords KEYWORDS = ChannelKeywords.parse("mtasts").transport();
    /** Its host's certificate is for that host. */
    private static final String DOMAIN = "sts.plain.test";
    /** Its host's is not. */
    private static final String STRANGE = "strange.plain.test";

    private final Neighbourhood neighbourhood = Neighbourhood.shared();
    private DnsJavaLookup dns;
    private HttpsServer web;
    private volatile String policy = "";

    @BeforeEach
    void begin() throws Exception {
        dns = new DnsJavaLookup(new DnsServers(List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), Neighbourhood.resolverPort())), Duration.ofSeconds(5)));
        web = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        web.setHttpsConfigurator(new HttpsConfigurator(serving(neighbourhood.authority().issue("web", "IP:127.0.0.1"))));
        web.createContext("/", exchange -> {
            byte[] octets = policy.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/plain");
            exchange.sendResponseHeaders(200, octets.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(octets);
            }
        });
        web.start();
    }

    @AfterEach
    void end() {
        web.stop(0);
        dns.close();
    }

    @Test
    void p19AnEnforcedPolicyIsKeptByTheHostItNames() throws Exception {
        publish("enforce", "*.sts.plain.test");
        Opening opening = open(DOMAIN, trustingBoth());
        try (SmtpClient client = assertInstanceOf(Opening.Opened.class, opening).client()) {
            assertTrue(client.isTrusted() && client.tls().isPresent());
        }
    }

    @Test
    void p19AHostTheEnforcedPolicyDoesNotNameIsPassedOver() throws Exception {
        publish("enforce", "mx.elsewhere.test");
        Choice.PassOver passed = assertInstanceOf(Choice.PassOver.class, choice(DOMAIN, trustingBoth()));
        assertEquals(TlsFault.VALIDATION_FAILURE, passed.fault());
        assertTrue(passed.reply().toString().startsWith("451 4.7.5 "), passed.reply().toString());
    }

    @Test
    void p19ACertificateForAnotherHostIsRefusedWhereThePolicyIsEnforced() throws Exception {
        publish("enforce", "mx.strange.plain.test");
        assertEquals(TlsFault.CERTIFICATE_HOST_MISMATCH, assertInstanceOf(Opening.Unprotected.class, open(STRANGE, trustingBoth())).fault());
    }

    @Test
    void p19APolicyThatIsBeingTestedRefusesNothing() throws Exception {
        publish("testing", "mx.elsewhere.test");
        for (String domain : List.of(DOMAIN, STRANGE)) {
            assertInstanceOf(Choice.Despite.class, choice(domain, trustingBoth()), "it is told of all the same");
            try (SmtpClient client = assertInstanceOf(Opening.Opened.class, open(domain, trustingBoth())).client()) {
                assertFalse(client.isTrusted());
                assertTrue(client.tls().isPresent(), "encrypted with whoever answers");
            }
        }
    }

    @Test
    void p19APolicyFromAWebServerNobodyVouchesForIsNone() throws Exception {
        publish("enforce", "mx.elsewhere.test");
        // The Java runtime's own authorities do not know ours.
        assertInstanceOf(Choice.Connect.class, choice(DOMAIN, HttpClient.newBuilder()));
    }

    private void publish(String mode, String host) {
        policy = "version: STSv1\r\nmode: " + mode + "\r\nmx: " + host + "\r\nmax_age: 86400\r\n";
    }

    private HttpClient.Builder trustingBoth() throws Exception {
        KeyStore known = KeyStore.getInstance(KeyStore.getDefaultType());
        known.load(null, null);
        known.setCertificateEntry("authority", authority());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(known);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return HttpClient.newBuilder().sslContext(context);
    }

    private X509Certificate authority() throws Exception {
        return new TestAuthority.Issued(neighbourhood.authority().certificate(), neighbourhood.authority().certificate()).read();
    }

    private Choice choice(String domain, HttpClient.Builder browser) throws Exception {
        HttpsPolicyFetch fetch = HttpsPolicyFetch.from(browser, name -> URI.create("https://127.0.0.1:" + web.getAddress().getPort() + "/" + name));
        TransportSecurity security = new TransportSecurity(dns, new PublishedPolicies(dns, fetch, Clock.systemUTC()), Set.of(new TrustAnchor(authority(), null)));
        MxRoute.Hosts hosts = hosts(domain);
        StsPolicy published = security.published(KEYWORDS, domain);
        return security.choose(KEYWORDS, domain, published, hosts.hosts().getFirst(), hosts.authentic(), Neighbourhood.MX_PORT);
    }

    private MxRoute.Hosts hosts(String domain) {
        MxRouting routing = new MxRouting(dns, new OurHost(Set.of(Neighbourhood.HOST), Set.of()), new Random(1));
        return assertInstanceOf(MxRoute.Hosts.class, routing.route(domain, Neighbourhood.MX_PORT, Families.IPV4_ONLY));
    }

    private Opening open(String domain, HttpClient.Builder browser) throws Exception {
        Choice chosen = choice(domain, browser);
        Choice.Connect connect = chosen instanceof Choice.Despite despite ? despite.connect() : assertInstanceOf(Choice.Connect.class, chosen);
        MailHost host = hosts(domain).hosts().getFirst();
        return SmtpClient.open(SocketLink.connect(host.addresses().getFirst().toString(), Neighbourhood.MX_PORT, TIMES.connect()),
                new Introduction(Dialect.SMTP, host.name(), Neighbourhood.HOST, TIMES, connect.policy(), Optional.empty()));
    }

    private static SSLContext serving(TestAuthority.Issued issued) throws Exception {
        char[] password = "changeit".toCharArray();
        Path store = issued.certificate().resolveSibling("web.p12");
        Program.succeed(Duration.ofSeconds(20), List.of("openssl", "pkcs12", "-export", "-in", issued.certificate().toString(), "-inkey", issued.key().toString(), "-out", store.toString(),
                "-passout", "pass:" + new String(password)));
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, password);
        } catch (IOException e) {
            throw new IllegalStateException("what openssl wrote cannot be read", e);
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return context;
    }
}
