package org.gatepost.workbench.cli.tool;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.gatepost.adapter.dns.DnsJavaLookup;
import org.gatepost.adapter.dns.DnsServers;
import org.gatepost.ee.wiring.VirtualSideBySide;
import org.gatepost.mailauth.spf.LocalRecords;
import org.gatepost.mailauth.spf.SpfCheck;
import org.gatepost.mailauth.spf.SpfLimits;
import org.gatepost.mailauth.spf.SpfQuestion;
import org.gatepost.mailauth.spf.SpfStep;
import org.gatepost.mailauth.spf.SpfVerdict;
import org.gatepost.smtp.protocol.IpAddress;
import org.gatepost.smtp.session.SteadyClock;
import org.gatepost.workbench.json.JsonReader;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code tool spf}: what SPF says of a client and a sender, and why. */
@Command(name = "spf", description = "Whether a client may use a sender's domain (RFC 7208), and why.", mixinStandardHelpOptions = true)
final class SpfTool implements Callable<Integer> {

    /** Questions of a batch judged at once. */
    private static final int AT_ONCE = 64;

    @ParentCommand
    private Tools tools;

    @Spec
    private CommandSpec spec;

    @Option(names = "--ip", paramLabel = "ADDRESS", description = "The client's address.")
    private Optional<String> ip = Optional.empty();

    @Option(names = "--helo", paramLabel = "NAME", description = "What it said in HELO or EHLO.")
    private Optional<String> helo = Optional.empty();

    @Option(names = "--mail-from", paramLabel = "ADDRESS", description = "The reverse-path without angle brackets; empty for the null one: then the name in HELO is checked.")
    private Optional<String> mailFrom = Optional.empty();

    @Option(names = "--dns", paramLabel = "HOST:PORT", description = "The name server to ask; those of the machine by default.")
    private Optional<String> dns = Optional.empty();

    @Option(names = "--timeout", paramLabel = "SECONDS", description = "For the whole check of a question (default: 20).")
    private Optional<String> timeout = Optional.empty();

    @Option(names = "--batch", paramLabel = "FILE",
            description = "Questions, a JSON object a line with members of these names; what one does not say is as the command line says. Answered in the order of the lines.")
    private Optional<Path> batch = Optional.empty();

    private final Map<String, DnsJavaLookup> lookups = new ConcurrentHashMap<>();

    /** One question and how it is asked. */
    private record Asked(SpfQuestion question, Optional<InetSocketAddress> server, Duration time) {
    }

    @Override
    public Integer call() throws InterruptedException {
        if (batch.isEmpty()) {
            Asked asked;
            try {
                asked = asked(Map.of());
            } catch (IllegalArgumentException e) {
                throw new ParameterException(spec.commandLine(), e.getMessage(), e);
            }
            tools.answer(members(judge(asked)));
            return Tools.ANSWERED;
        }
        List<Asked> questions = new ArrayList<>();
        int number = 0;
        for (String line : tools.readText(batch.get()).lines().toList()) {
            number++;
            try {
                if (!line.isBlank()) {
                    questions.add(asked(JsonReader.object(line)));
                }
            } catch (IllegalArgumentException e) {
                tools.complain(batch.get() + ", line " + number + ": " + e.getMessage());
                return Tools.NO;
            }
        }
        judgeAll(questions);
        return Tools.ANSWERED;
    }

    private void judgeAll(List<Asked> questions) throws InterruptedException {
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
            List<Future<SpfVerdict>> verdicts = questions.stream().map(asked -> threads.submit(() -> judge(asked))).toList();
            for (Future<SpfVerdict> verdict : verdicts) {
                tools.answer(members(verdict.get()));
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private Asked asked(Map<String, Object> members) {
        IpAddress client = IpAddress.parse(need(members, "ip", ip));
        String hello = need(members, "helo", helo);
        SpfQuestion question = SpfQuestion.mailFrom(client, need(members, "mail-from", mailFrom), hello);
        return new Asked(question, value(members, "dns", dns).map(SpfTool::server), value(members, "timeout", timeout).map(SpfTool::seconds).orElse(SpfLimits.DEFAULT.time()));
    }

    private static String need(Map<String, Object> members, String name, Optional<String> option) {
        return value(members, name, option).orElseThrow(() -> new IllegalArgumentException(name + " is missing"));
    }

    private static Optional<String> value(Map<String, Object> members, String name, Optional<String> option) {
        return Optional.ofNullable(members.get(name)).map(Object::toString).or(() -> option);
    }

    private static InetSocketAddress server(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 1 || !text.substring(colon + 1).matches("[0-9]{1,5}") || Integer.parseInt(text.substring(colon + 1)) > 65_535) {
            throw new IllegalArgumentException("dns is HOST:PORT, not " + text);
        }
        InetSocketAddress address = new InetSocketAddress(text.substring(0, colon).replaceAll("^\\[|]$", ""), Integer.parseInt(text.substring(colon + 1)));
        if (address.isUnresolved()) {
            throw new IllegalArgumentException("dns names no host: " + text);
        }
        return address;
    }

    private static Duration seconds(String text) {
        if (!text.matches("[0-9]{1,4}(?:\\.[0-9]{1,3})?") || Double.parseDouble(text) == 0) {
            throw new IllegalArgumentException("timeout is a number of seconds, not " + text);
        }
        return Duration.ofMillis(Math.round(Double.parseDouble(text) * 1_000));
    }

    private SpfVerdict judge(Asked asked) {
        DnsJavaLookup lookup = lookups.computeIfAbsent(asked.server().map(Object::toString).orElse(""),
                any -> new DnsJavaLookup(new DnsServers(asked.server().map(List::of).orElse(List.of()), DnsServers.TIMEOUT)));
        SpfCheck check = new SpfCheck(lookup, new VirtualSideBySide(), SpfLimits.DEFAULT.within(asked.time()), "", Clock.systemUTC(), new SteadyClock());
        return check.verdict(asked.question(), LocalRecords.NONE);
    }

    private static Map<String, Object> members(SpfVerdict verdict) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("result", verdict.result().word());
        members.put("explanation", verdict.explanation().orElse(""));
        members.put("domain", verdict.question().domain());
        members.put("cause", verdict.cause().name().toLowerCase(Locale.ROOT));
        members.put("mechanism", verdict.term().orElse(""));
        members.put("problem", verdict.problem().orElse(""));
        members.put("dnsLookups", verdict.dnsLookups());
        members.put("voidLookups", verdict.voidLookups());
        members.put("trace", verdict.steps().stream().map(SpfTool::members).toList());
        return members;
    }

    private static Map<String, Object> members(SpfStep step) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("depth", step.depth());
        members.put("domain", step.domain());
        members.put("term", step.term());
        members.put("outcome", step.outcome());
        return members;
    }
}
