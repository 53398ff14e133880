package org.gatepost.workbench.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import com.sun.net.httpserver.HttpServer;

import org.gatepost.adapter.tlsreport.HttpsReportPost;
import org.gatepost.ee.tlsreport.TlsReportRows;
import org.gatepost.tlsreport.AppliedPolicy;
import org.gatepost.tlsreport.TlsOutcome;
import org.gatepost.tlsreport.TlsReport;
import org.gatepost.tlsreport.TlsTally;
import org.gatepost.workbench.bench.harness.Program;
import org.gatepost.workbench.fixture.Eventually;
import org.gatepost.workbench.fixture.LoopbackDns;
import org.gatepost.workbench.fixture.RunningGatepost;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.TXTRecord;

/** A day's TLS reports, from what was counted to what arrives. The mail is read by Python. */
@DisplayName("P19 TLS reports")
class TlsReportIT {

    private static final String READ_REPORT = """
            import sys, email, email.policy, gzip, json
            m = email.message_from_binary_file(open(sys.argv[1], 'rb'), policy=email.policy.SMTP)
            assert m.get_content_type() == 'multipart/report' and m.get_param('report-type') == 'tlsrpt', m['content-type']
            human, file = list(m.iter_parts())
            assert file.get_content_type() == 'application/tlsrpt+gzip', file.get_content_type()
            assert m['TLS-Report-Domain'] == 'a.example' and m['TLS-Report-Submitter'] == 'gate.example'
            report = json.loads(gzip.decompress(file.get_payload(decode=True)))
            policy = report['policies'][0]
            failure = policy['failure-details'][0]
            print(policy['policy']['policy-type'], policy['summary']['total-successful-session-count'], policy['summary']['total-failure-session-count'],
                  failure['result-type'], failure['receiving-mx-hostname'], failure['failed-session-count'], report['contact-info'])
            """;
    private static final AppliedPolicy STS = new AppliedPolicy(AppliedPolicy.Type.STS, List.of("version: STSv1", "mode: testing", "mx: mx.a.example", "max_age: 600"),
            List.of("mx.a.example"));

    @Test
    void aDayThatIsOverIsReportedOnceToWhoeverWantsIt() throws Exception {
        try (LoopbackDns dns = new LoopbackDns()) {
            dns.with(record("a.example", "mailto:reports@remote.example"), record("b.example", "https://127.0.0.1.nowhere.invalid:1/tlsrpt"));
            Map<String, String> settings = Map.of("GATEPOST_PORT_OFFSET", "3850", "GATEPOST_HOSTNAME", "gate.example", "GATEPOST_TLS_REPORT_CONTACT", "tls@gate.example",
                    "GATEPOST_DNS_SERVERS", dns.address().getAddress().getHostAddress() + ":" + dns.address().getPort());
            try (RunningGatepost gatepost = RunningGatepost.started("tls-report", settings)) {
                LocalDate day = LocalDate.now(ZoneOffset.UTC).minusDays(2);
                try (Connection database = gatepost.database()) {
                    for (int node = 0; node < 2; node++) {
                        TlsReportRows.add(database, counts(day, "a.example"));
                    }
                    TlsReportRows.add(database, counts(day, "b.example"));
                    TlsReportRows.add(database, counts(day, "c.example"));
                    TlsReportRows.add(database, counts(day.plusDays(2), "d.example"));
                }
                List<Path> arrived = Eventually.get("a report", Duration.ofSeconds(60), () -> gatepost.mailContaining("remote", "TLS-Report-Domain: a.example"),
                        found -> !found.isEmpty());
                assertTrue(Files.readString(arrived.getFirst(), StandardCharsets.ISO_8859_1).startsWith("Return-Path: <tls@gate.example>"));
                assertEquals("sts 14 6 certificate-expired mx.a.example 6 tls@gate.example",
                        Program.succeed(Program.PATIENCE, List.of("python3", "-c", READ_REPORT, arrived.getFirst().toString())).output().strip());
                Eventually.get("the post was tried", Duration.ofSeconds(60), () -> gatepost.text("SELECT attempts || ' ' || state FROM tls_report WHERE place LIKE 'https:%'"),
                        "1 waiting"::equals);
                assertEquals("unwanted", gatepost.text("SELECT state FROM tls_report WHERE policy_domain = 'c.example'"));
                assertEquals("null", gatepost.text("SELECT state FROM tls_report WHERE policy_domain = 'd.example'"), "the day is not over");
                assertEquals("decided sent", gatepost.text("SELECT string_agg(state, ' ' ORDER BY place) FROM tls_report WHERE policy_domain = 'a.example'"));
                assertEquals(1, gatepost.mailContaining("remote", "TLS-Report-Domain: a.example").size());
            }
        }
    }

    @Test
    void whatIsPostedIsTheFileAndNothingButAYesIsTakenForOne() throws Exception {
        TlsReport report = TlsReport.of("gate.example", "tls@gate.example", LocalDate.EPOCH, "a.example", Map.of(TlsOutcome.success("a.example", STS), 7L));
        List<String> taken = new CopyOnWriteArrayList<>();
        HttpServer web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        for (int status : new int[] {201, 302, 500}) {
            web.createContext("/" + status, exchange -> {
                taken.add(exchange.getRequestMethod() + " " + exchange.getRequestHeaders().getFirst("Content-Type") + " "
                        + Arrays.equals(report.file(), exchange.getRequestBody().readAllBytes()));
                exchange.getResponseHeaders().set("Location", "/201");
                exchange.sendResponseHeaders(status, -1);
                exchange.close();
            });
        }
        web.start();
        try {
            HttpsReportPost post = new HttpsReportPost(HttpClient.newBuilder());
            String base = "http://127.0.0.1:" + web.getAddress().getPort() + "/";
            post.post(URI.create(base + 201), report);
            assertEquals("answered by 302", assertThrows(IOException.class, () -> post.post(URI.create(base + 302), report)).getMessage());
            assertEquals("answered by 500", assertThrows(IOException.class, () -> post.post(URI.create(base + 500), report)).getMessage());
            assertEquals(List.of("POST application/tlsrpt+gzip true", "POST application/tlsrpt+gzip true", "POST application/tlsrpt+gzip true"), taken);
        } finally {
            web.stop(0);
        }
    }

    private static Map<TlsTally.Kind, Long> counts(LocalDate day, String domain) {
        TlsOutcome.Failure failure = new TlsOutcome.Failure("certificate-expired", "192.0.2.9", "mx." + domain, "192.0.2.1");
        return Map.of(new TlsTally.Kind(day, TlsOutcome.success(domain, STS)), 7L, new TlsTally.Kind(day, TlsOutcome.failure(domain, STS, failure)), 3L);
    }

    private static TXTRecord record(String domain, String place) throws IOException {
        return new TXTRecord(Name.fromString("_smtp._tls." + domain, Name.root), DClass.IN, 60, "v=TLSRPTv1; rua=" + place);
    }
}
