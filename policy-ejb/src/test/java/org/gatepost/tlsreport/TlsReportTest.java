package org.gatepost.tlsreport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.gatepost.tlsreport.TlsOutcome.Failure;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("P19 what is counted and told of encrypted connections")
class TlsReportTest {

    private static final LocalDate DAY = LocalDate.of(2026, 2, 28);
    private static final AppliedPolicy STS = new AppliedPolicy(AppliedPolicy.Type.STS, List.of("version: STSv1", "mode: testing", "mx: *.a.example", "max_age: 600"),
            List.of("*.a.example"));

    private Instant now = Instant.parse("2026-02-28T23:59:59.999Z");
    private final TlsTally tally = new TlsTally(() -> now);

    @Test
    void aReportReadsAsTheRfcHasIt() {
        Map<TlsOutcome, Long> counts = new LinkedHashMap<>();
        counts.put(TlsOutcome.success("a.example", STS), 5_326L);
        counts.put(TlsOutcome.failure("a.example", STS, new Failure("certificate-expired", "192.0.2.9", "mx1.a.example", "192.0.2.1")), 100L);
        counts.put(TlsOutcome.failure("a.example", STS, new Failure("validation-failure", "", "mx\"2\".example", "")), 3L);
        counts.put(TlsOutcome.failure("a.example", AppliedPolicy.NONE, new Failure("starttls-not-supported", "", "", "")), 1L);
        TlsReport report = TlsReport.of("gate.example", "tls@gate.example", DAY, "a.example", counts);
        assertEquals("""
                {"organization-name":"gate.example","date-range":{"start-datetime":"2026-02-28T00:00:00Z","end-datetime":"2026-02-28T23:59:59Z"},\
                "contact-info":"tls@gate.example","report-id":"2026-02-28.a.example@gate.example","policies":[\
                {"policy":{"policy-type":"sts","policy-string":["version: STSv1","mode: testing","mx: *.a.example","max_age: 600"],"policy-domain":"a.example",\
                "mx-host":["*.a.example"]},"summary":{"total-successful-session-count":5326,"total-failure-session-count":103},"failure-details":[\
                {"result-type":"certificate-expired","sending-mta-ip":"192.0.2.9","receiving-mx-hostname":"mx1.a.example","receiving-ip":"192.0.2.1","failed-session-count":100},\
                {"result-type":"validation-failure","receiving-mx-hostname":"mx\\"2\\".example","failed-session-count":3}]},\
                {"policy":{"policy-type":"no-policy-found","policy-string":[],"policy-domain":"a.example"},"summary":{"total-successful-session-count":0,\
                "total-failure-session-count":1},"failure-details":[{"result-type":"starttls-not-supported","failed-session-count":1}]}]}""", report.json());
        assertEquals("gate.example!a.example!1772236800!1772323199.json.gz", report.fileName());
    }

    @Test
    void moreFailuresThanAreToldOneByOneAreInTheSum() {
        Map<TlsOutcome, Long> counts = new LinkedHashMap<>();
        for (int i = 0; i <= TlsReport.FAILURES_MAX; i++) {
            counts.put(TlsOutcome.failure("a.example", STS, new Failure("validation-failure", "", "mx" + i + ".example", "")), 1L);
        }
        String json = TlsReport.of("gate.example", "tls@gate.example", DAY, "a.example", counts).json();
        assertTrue(json.contains("\"total-failure-session-count\":" + (TlsReport.FAILURES_MAX + 1)));
        assertTrue(json.contains("mx" + (TlsReport.FAILURES_MAX - 1) + ".example") && !json.contains("mx" + TlsReport.FAILURES_MAX + ".example"));
    }

    @Test
    void connectionsAreCountedByTheDayOfUtc() {
        TlsOutcome success = TlsOutcome.success("a.example", STS);
        tally.happened(success);
        tally.happened(success);
        now = now.plusMillis(1);
        tally.happened(success);
        assertEquals(Map.of(new TlsTally.Kind(DAY, success), 2L, new TlsTally.Kind(DAY.plusDays(1), success), 1L), tally.take());
        assertEquals(Map.of(), tally.take());
    }

    @Test
    void whatCouldNotBeKeptElsewhereIsCountedOn() {
        TlsOutcome success = TlsOutcome.success("a.example", STS);
        tally.happened(success);
        Map<TlsTally.Kind, Long> taken = tally.take();
        tally.happened(success);
        tally.giveBack(taken);
        assertEquals(Map.of(new TlsTally.Kind(DAY, success), 2L), tally.take());
    }

    @Test
    void asManyKindsAreCountedAsThereMayBeAndNotOneMore() {
        for (int i = 0; i <= TlsTally.KINDS_MAX; i++) {
            tally.happened(TlsOutcome.success("d" + i + ".example", STS));
        }
        tally.happened(TlsOutcome.success("d0.example", STS));
        assertEquals(1, tally.uncounted());
        assertEquals(0, tally.uncounted());
        Map<TlsTally.Kind, Long> taken = tally.take();
        assertEquals(TlsTally.KINDS_MAX, taken.size());
        assertEquals(2L, taken.get(new TlsTally.Kind(DAY, TlsOutcome.success("d0.example", STS))));
    }
}
