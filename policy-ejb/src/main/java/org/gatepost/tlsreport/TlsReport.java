package org.gatepost.tlsreport;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

import org.gatepost.trace.Json;

/**
 * What one domain is told about one day (RFC 8460 section 4).
 *
 * @param submitter our host name
 * @param contact whom to ask about it
 * @param day of UTC
 * @param results one for each policy that was applied that day
 */
public record TlsReport(String submitter, String contact, LocalDate day, String policyDomain, List<Result> results) {

    /** Kinds of failures that are told one by one; the rest is in the sums alone. */
    public static final int FAILURES_MAX = 1_000;

    /** What the connections measured against one policy came to. */
    public record Result(AppliedPolicy policy, long successes, List<Counted> failures) {
        public Result {
            failures = List.copyOf(failures);
        }

        long failed() {
            return failures.stream().mapToLong(Counted::connections).sum();
        }
    }

    /** A kind of failure, and how often. */
    public record Counted(TlsOutcome.Failure failure, long connections) {
    }

    public TlsReport {
        results = List.copyOf(results);
    }

    /** The report of what was counted. */
    public static TlsReport of(String submitter, String contact, LocalDate day, String policyDomain, Map<TlsOutcome, Long> counts) {
        Map<AppliedPolicy, Long> successes = new LinkedHashMap<>();
        Map<AppliedPolicy, List<Counted>> failures = new LinkedHashMap<>();
        counts.forEach((outcome, connections) -> {
            successes.merge(outcome.policy(), outcome.failure().isEmpty() ? connections : 0, Long::sum);
            List<Counted> failed = failures.computeIfAbsent(outcome.policy(), policy -> new ArrayList<>());
            outcome.failure().map(failure -> new Counted(failure, connections)).ifPresent(failed::add);
        });
        List<Result> results = successes.entrySet().stream().map(each -> new Result(each.getKey(), each.getValue(), failures.get(each.getKey()))).toList();
        return new TlsReport(submitter, contact, day, policyDomain, results);
    }

    /** The same for the same day and domain, however often it is sent. */
    public String id() {
        return day + "." + policyDomain + "@" + submitter;
    }

    /** The name of the file it is sent as (section 5.1). */
    public String fileName() {
        long begin = day.atStartOfDay().toEpochSecond(ZoneOffset.UTC);
        return submitter + "!" + policyDomain + "!" + begin + "!" + (begin + 86_399) + ".json.gz";
    }

    /** The file: its text, compressed (section 5.2). */
    public byte[] file() {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(octets)) {
            gzip.write(json().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return octets.toByteArray();
    }

    /** Its text (section 4.4). */
    public String json() {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("organization-name", submitter);
        report.put("date-range", ordered("start-datetime", day + "T00:00:00Z", "end-datetime", day + "T23:59:59Z"));
        report.put("contact-info", contact);
        report.put("report-id", id());
        report.put("policies", results.stream().map(this::json).toList());
        return Json.object(report);
    }

    private Map<String, Object> json(Result result) {
        Map<String, Object> policy = ordered("policy-type", result.policy().type().word(), "policy-string", result.policy().strings(), "policy-domain", policyDomain);
        if (!result.policy().mxPatterns().isEmpty()) {
            policy.put("mx-host", result.policy().mxPatterns());
        }
        Map<String, Object> all = ordered("policy", policy, "summary",
                ordered("total-successful-session-count", result.successes(), "total-failure-session-count", result.failed()));
        if (!result.failures().isEmpty()) {
            all.put("failure-details", result.failures().stream().limit(FAILURES_MAX).map(TlsReport::json).toList());
        }
        return all;
    }

    private static Map<String, Object> json(Counted counted) {
        Map<String, Object> details = ordered("result-type", counted.failure().resultType());
        known(counted.failure().sendingAddress()).ifPresent(address -> details.put("sending-mta-ip", address));
        known(counted.failure().receivingHost()).ifPresent(host -> details.put("receiving-mx-hostname", host));
        known(counted.failure().receivingAddress()).ifPresent(address -> details.put("receiving-ip", address));
        details.put("failed-session-count", counted.connections());
        return details;
    }

    private static Optional<String> known(String text) {
        return Optional.of(text).filter(some -> !some.isEmpty());
    }

    private static Map<String, Object> ordered(Object... namesAndValues) {
        Map<String, Object> all = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            all.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return all;
    }
}
