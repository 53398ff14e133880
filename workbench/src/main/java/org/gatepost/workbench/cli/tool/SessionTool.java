package org.gatepost.workbench.cli.tool;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;

import org.gatepost.adapter.dns.DnsJavaLookup;
import org.gatepost.adapter.ldap.LdapCaching;
import org.gatepost.adapter.ldap.LdapDirectory;
import org.gatepost.adapter.ldap.LdapLogins;
import org.gatepost.adapter.ldap.LdapSearch;
import org.gatepost.adapter.quota.PolicyServiceQuota;
import org.gatepost.adapter.sts.HttpsPolicyFetch;
import org.gatepost.adapter.sts.PublishedPolicies;
import org.gatepost.auth.AuthLimits;
import org.gatepost.auth.AuthThrottle;
import org.gatepost.auth.Authenticator;
import org.gatepost.dryrun.BelievedLogins;
import org.gatepost.dryrun.DryRun;
import org.gatepost.dryrun.Plan;
import org.gatepost.dryrun.Step;
import org.gatepost.ee.admin.policy.PolicyVersions;
import org.gatepost.ee.delivery.NextHopProbe;
import org.gatepost.ee.store.CompiledPolicy;
import org.gatepost.ee.store.PolicyLoader;
import org.gatepost.ee.store.StoredPolicy;
import org.gatepost.ee.wiring.Authorities;
import org.gatepost.ee.wiring.PolicyLookups;
import org.gatepost.ee.wiring.VirtualSideBySide;
import org.gatepost.gate.Assembly;
import org.gatepost.gate.GateWatch.CopyTold;
import org.gatepost.gate.GateWatch.StageTold;
import org.gatepost.gate.NameService;
import org.gatepost.gate.PolicySnapshot;
import org.gatepost.mapping.MappingAnswer;
import org.gatepost.routing.MxRouting;
import org.gatepost.routing.NextHopOffers;
import org.gatepost.routing.OurHost;
import org.gatepost.routing.TransportSecurity;
import org.gatepost.smtp.protocol.IpAddress;
import org.gatepost.smtp.session.SteadyClock;
import org.gatepost.throttle.MemoryLedger;
import org.gatepost.throttle.Throttling;
import org.gatepost.verify.NextHopQuestions;
import org.gatepost.verify.RecipientVerification;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code tool session}: the dry run. The policy is the database's, the directory and DNS are asked for real, and no content is sent: nothing becomes of it. */
@Command(name = "session", description = "What a session would be told up to its recipients, and why.", mixinStandardHelpOptions = true)
final class SessionTool implements Callable<Integer> {

    /** What was asked is not asked again for one answer. */
    private static final LdapCaching ONCE = LdapCaching.of(Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ZERO);

    @ParentCommand
    private Tools tools;

    @Spec
    private CommandSpec spec;

    @Option(names = "--ip", required = true, paramLabel = "ADDRESS", description = "The client's address.")
    private String ip;

    @Option(names = "--helo", required = true, paramLabel = "NAME", description = "What it says in EHLO.")
    private String hello;

    @Option(names = "--auth", paramLabel = "USER", description = "Who it logs in as; it is believed. Encrypts, and comes to the port submission unless --listener says otherwise.")
    private Optional<String> user = Optional.empty();

    @Option(names = "--from", required = true, paramLabel = "A", description = "The reverse-path; empty for the null one.")
    private String from;

    @Option(names = "--to", required = true, arity = "1..*", paramLabel = "A", description = "One or more forward-paths.")
    private List<String> to;

    @Option(names = "--listener", paramLabel = "NAME", description = "The port it comes to, as policy calls it: smtp, submission, submissions.")
    private Optional<String> listener = Optional.empty();

    @Option(names = "--tls", description = "Encrypts by STARTTLS.")
    private boolean tls;

    @Option(names = "--policy", paramLabel = "VERSION", description = "Which version decides; the active one by default. A draft too.")
    private Optional<Long> version = Optional.empty();

    private final List<LdapSearch> searches = Collections.synchronizedList(new ArrayList<>());

    @Override
    public Integer call() throws IOException {
        Surroundings surroundings = Surroundings.of(System.getenv());
        CompiledPolicy compiled;
        try (Connection connection = surroundings.database()) {
            long id = version.isPresent() ? version.get() : new PolicyVersions(connection, surroundings.addresses(), PolicyLookups.ANSWERS).active();
            compiled = PolicyLoader.compile(StoredPolicy.read(connection, id), surroundings.addresses(), PolicyLookups.ANSWERS);
            connection.rollback();
        } catch (SQLException e) {
            tools.complain("the database cannot be asked: " + e.getMessage());
            return Tools.NO;
        }
        return switch (compiled) {
            case CompiledPolicy.Good(PolicySnapshot policy) -> played(surroundings, policy);
            case CompiledPolicy.Bad(List<String> errors) -> {
                errors.forEach(tools::complain);
                tools.answer(Map.of("errors", errors));
                yield Tools.NO;
            }
        };
    }

    private int played(Surroundings surroundings, PolicySnapshot policy) {
        Plan plan = plan(policy);
        Clock clock = Clock.systemUTC();
        try (LdapDirectory directory = LdapDirectory.watched(surroundings.directory(), surroundings.profile(), ONCE, tools.complaints(), searches::add);
                LdapLogins logins = new LdapLogins(surroundings.directory(), surroundings.profile());
                DnsJavaLookup dns = new DnsJavaLookup(surroundings.nameServers())) {
            Authenticator authenticator = new Authenticator(new BelievedLogins(logins), directory, surroundings.defaultDomain(), new AuthThrottle(AuthLimits.DEFAULT, clock), new byte[1]);
            NameService names = NameService.of(dns, new VirtualSideBySide(), tools.complaints(), surroundings.hostname(), clock, new SteadyClock());
            // Counters of its own, all unused: the dry run is nobody's attempt.
            Throttling throttling = new Throttling(new MemoryLedger(clock), tools.complaints(), clock);
            Assembly assembly = new Assembly(new Assembly.Names(surroundings.hostname(), surroundings.defaultDomain()), directory, authenticator, () -> policy, clock)
                    .consulting(PolicyLookups.of(directory, names, dns, throttling)).counting(throttling, tools.complaints()).asking(names).asking(new PolicyServiceQuota(tools.complaints(), new SteadyClock()));
            List<Step> steps = new DryRun(assembly.verifying(verification(surroundings, policy, dns, assembly)), surroundings.hostname(), clock).of(plan);
            Map<String, Object> members = new LinkedHashMap<>();
            members.put("policyVersion", policy.version());
            members.put("listener", plan.listener());
            members.put("steps", steps.stream().map(SessionTool::told).toList());
            members.put("searches", List.copyOf(searches).stream().map(AddressTool::told).toList());
            tools.answer(members);
            return Tools.ANSWERED;
        }
    }

    /** Next hops are asked for real, as stores are, and hear of no message. Made where a channel wants it alone: the way there takes a while to build. */
    private RecipientVerification verification(Surroundings surroundings, PolicySnapshot policy, DnsJavaLookup dns, Assembly assembly) {
        if (policy.channels().values().stream().noneMatch(channel -> channel.keywords().transport().verify().asks())) {
            return RecipientVerification.NONE;
        }
        TransportSecurity security = new TransportSecurity(dns, new PublishedPolicies(dns, HttpsPolicyFetch.wellKnown(), Clock.systemUTC()), Authorities.of(surroundings.tlsAuthorities()));
        NextHopProbe probe = NextHopProbe.overSockets(surroundings.hostname(), new MxRouting(dns, new OurHost(Set.of(surroundings.hostname()), Set.of()), new Random()), security,
                new NextHopOffers(new SteadyClock()), assembly.addressAccess(new Random()));
        return new NextHopQuestions(probe, new VirtualSideBySide(), tools.complaints(), new SteadyClock());
    }

    private Plan plan(PolicySnapshot policy) {
        String port = listener.orElse(user.isPresent() ? "submission" : "smtp");
        if (!policy.listeners().containsKey(port)) {
            throw new ParameterException(spec.commandLine(), "--listener: policy version " + policy.version() + " has " + policy.listeners().keySet() + ", and no " + port);
        }
        try {
            return new Plan(port, IpAddress.parse(ip), hello, tls || user.isPresent(), user, from, to);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private static Map<String, Object> told(Step step) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("said", step.said());
        members.put("reply", step.reply());
        if (!step.stages().isEmpty()) {
            members.put("stages", step.stages().stream().map(SessionTool::told).toList());
            step.stages().getLast().sourceChannel().ifPresent(channel -> members.put("sourceChannel", channel));
        }
        if (!step.probes().isEmpty()) {
            members.put("probes", step.probes().stream().map(SessionTool::told).toList());
        }
        if (!step.copies().isEmpty()) {
            members.put("copies", step.copies().stream().map(SessionTool::told).toList());
        }
        if (!step.skipped().isEmpty()) {
            members.put("skipped", step.skipped());
        }
        return members;
    }

    private static Map<String, Object> told(StageTold stage) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("stage", stage.stage());
        members.put("said", stage.said().name().toLowerCase(Locale.ROOT));
        stage.reply().ifPresent(reply -> {
            members.put("reply", reply.toString());
            members.put("reason", stage.reason());
        });
        return members;
    }

    private static Map<String, Object> told(Step.Probe probe) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("table", probe.table());
        members.put("probe", probe.probe());
        members.put("inputFlags", probe.flags().toString());
        switch (probe.answer()) {
            case MappingAnswer.Mapped(String output, var flags) -> {
                members.put("output", output);
                members.put("flags", flags.toString());
            }
            case MappingAnswer.NoMatch() -> members.put("matched", false);
            case MappingAnswer.Unavailable(String why) -> members.put("unavailable", why);
        }
        members.put("tried", probe.tried().stream().map(MappingTool::told).toList());
        return members;
    }

    private static Map<String, Object> told(CopyTold copy) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("address", copy.address());
        members.put("channel", copy.channel());
        members.put("nextHop", copy.nextHop());
        copy.octetsMax().ifPresent(octets -> members.put("octetsMax", octets));
        copy.held().ifPresent(why -> members.put("held", why));
        return members;
    }
}
