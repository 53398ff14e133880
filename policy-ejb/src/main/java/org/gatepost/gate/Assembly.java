package org.gatepost.gate;

import java.time.Clock;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

import org.gatepost.auth.AuthLimits;
import org.gatepost.auth.AuthThrottle;
import org.gatepost.auth.Authenticator;
import org.gatepost.channel.QuotaStatus;
import org.gatepost.conversion.Conversion;
import org.gatepost.conversion.PartPrograms;
import org.gatepost.directory.Directory;
import org.gatepost.directory.Logins;
import org.gatepost.directory.RecipientLookup;
import org.gatepost.directory.SenderLookup;
import org.gatepost.hop.AwayCopies;
import org.gatepost.hop.HopSecret;
import org.gatepost.mail.ChannelName;
import org.gatepost.mapping.access.AddressAccess;
import org.gatepost.mapping.access.IpAccess;
import org.gatepost.partial.PartialSets;
import org.gatepost.queue.Acceptance;
import org.gatepost.queue.Backlog;
import org.gatepost.queue.QueueTurn;
import org.gatepost.queue.Routing;
import org.gatepost.routing.NextHopOffers;
import org.gatepost.scan.ScanRound;
import org.gatepost.sieve.CompiledScripts;
import org.gatepost.sieve.ScriptMemory;
import org.gatepost.sieve.ScriptOrder;
import org.gatepost.sieve.SieveInterpreter;
import org.gatepost.sieve.UserScripts;
import org.gatepost.sieve.language.SieveLimits;
import org.gatepost.smtp.protocol.IpAddress;
import org.gatepost.srs.Srs;
import org.gatepost.throttle.Throttling;
import org.gatepost.trace.Alarms;
import org.gatepost.trace.TraceLog;
import org.gatepost.verify.RecipientVerification;

/**
 * Puts core's objects together, in one place. The container and the command line call it with different adapters, so that a dry run is the same
 * engine as the gate itself.
 */
public final class Assembly {

    private final Names names;
    private final Directory directory;
    private final PolicySource policy;
    private final Clock clock;
    private final Authenticator authenticator;
    // What else it is put together from: set once, in a copy nobody has seen yet.
    private NextHopOffers offers;
    private NameStages nameStages = NameStages.NONE;
    private UserScripts userScripts = UserScripts.NONE;
    private ScriptMemory scriptMemory = ScriptMemory.NONE;
    private TableLookups lookups = TableLookups.NONE;
    private Optional<Srs> srs = Optional.empty();
    private Optional<GateWatch> watch = Optional.empty();
    private ThrottleStages throttles = ThrottleStages.NONE;
    private QuotaStatus stores = QuotaStatus.NONE;
    private RecipientVerification verification = RecipientVerification.NONE;
    private HopSecret hopSecret = new HopSecret(() -> new byte[1]);
    private AwayCopies awayCopies = AwayCopies.NONE;
    private PartPrograms programs = PartPrograms.NONE;
    private PartialSets partialSets = PartialSets.NONE;

    /**
     * What we are called.
     *
     * @param hostname in Received fields, and the authserv-id
     * @param defaultDomain the local domain whose postmaster {@code <Postmaster>} alone is
     */
    public record Names(String hostname, String defaultDomain) {
    }

    /** A gate at which nobody can authenticate. */
    public Assembly(Names names, Directory directory, PolicySource policy, Clock clock) {
        this(names, directory, new Authenticator(Logins.NONE, directory, names.defaultDomain(), new AuthThrottle(AuthLimits.DEFAULT, clock), new byte[1]), policy, clock);
    }

    /** A gate at which the authenticator's users can, and nothing is asked of DNS. */
    public Assembly(Names names, Directory directory, Authenticator authenticator, PolicySource policy, Clock clock) {
        this.names = names;
        this.directory = directory;
        this.authenticator = authenticator;
        this.policy = policy;
        this.clock = clock;
        this.offers = new NextHopOffers(clock);
    }

    /** The same but for what {@code change} sets. */
    private Assembly with(Consumer<Assembly> change) {
        Assembly other = new Assembly(names, directory, authenticator, policy, clock);
        other.offers = offers;
        other.nameStages = nameStages;
        other.userScripts = userScripts;
        other.scriptMemory = scriptMemory;
        other.lookups = lookups;
        other.srs = srs;
        other.watch = watch;
        other.throttles = throttles;
        other.stores = stores;
        other.verification = verification;
        other.hopSecret = hopSecret;
        other.awayCopies = awayCopies;
        other.programs = programs;
        other.partialSets = partialSets;
        change.accept(other);
        return other;
    }

    /** The same gate, which knows what delivery learns of next hops. */
    public Assembly knowing(NextHopOffers learned) {
        return with(other -> other.offers = learned);
    }

    /** The same gate, and one that asks DNS about strangers where their channel wants it. */
    public Assembly asking(NameService service) {
        return with(other -> other.nameStages = NameStages.of(service, directory));
    }

    /** The same gate, which knows the scripts users keep with us, and what they remember. */
    public Assembly running(UserScripts scripts, ScriptMemory memory) {
        return with(other -> {
            other.userScripts = scripts;
            other.scriptMemory = memory;
        });
    }

    /** The same gate, whose mapping tables can ask these. */
    public Assembly consulting(TableLookups others) {
        return with(other -> other.lookups = others);
    }

    /** The same gate, which sends mail on under addresses of our own and takes what comes back to them. */
    public Assembly returning(Optional<Srs> signed) {
        return with(other -> other.srs = signed);
    }

    /** The same gate, which tells what it does: the dry run's. */
    public Assembly watched(GateWatch teller) {
        return with(other -> other.watch = Optional.of(teller));
    }

    /** The same gate, which counts where its policy wants it. */
    public Assembly counting(Throttling throttling, Alarms alarms) {
        return with(other -> other.throttles = ThrottleStages.of(throttling, alarms));
    }

    /** The same gate, which asks message stores about room where their channels want it. */
    public Assembly asking(QuotaStatus quota) {
        return with(other -> other.stores = quota);
    }

    /** The same gate, which has parts of messages converted by programs where its policy wants it. */
    public Assembly converting(PartPrograms others) {
        return with(other -> other.programs = others);
    }

    /** The same gate, which keeps parts of messages until it can put them together, where their channels want it. */
    public Assembly puttingTogether(PartialSets sets) {
        return with(other -> other.partialSets = sets);
    }

    /** The same gate, which asks next hops about recipients where their channels want it. */
    public Assembly verifying(RecipientVerification asked) {
        return with(other -> other.verification = asked);
    }

    /** The same gate, which takes back what filters were given. */
    public Assembly takingBack(HopSecret secret, AwayCopies copies) {
        return with(other -> {
            other.hopSecret = secret;
            other.awayCopies = copies;
        });
    }

    /** The one who judges sessions and hands what passes to {@code acceptance}, as long as there is room in the {@code backlog}; ETRN goes to {@code turn}. */
    public Gatekeeper gatekeeper(ScanRound scanRound, Acceptance acceptance, Backlog backlog, QueueTurn turn, TraceLog trace,
            RandomGenerator random) {
        AccessTables tables = new AccessTables(directory, lookups, random, watch);
        AddressRewriter rewriter = new AddressRewriter(tables, directory);
        SenderLookup senders = new SenderLookup(directory);
        // One of them: what it has compiled serves all stages.
        CopyScripts copyScripts = new CopyScripts(new CompiledScripts(SieveLimits.DEFAULT), userScripts, new Households(directory));
        Gates gates = Gates.of(new RelayControl(directory), new UserChannelSwitch(senders), new SenderEntry(senders), rewriter, new RewriteRecipient(rewriter, srs, clock),
                new AccountLookup(lookup()), tables, new TableDisposal(copyScripts), new ContentScan(scanRound, new ScriptForwarding(lookup(), rewriter)), tables.conversions(new Conversion(programs, clock)), scripts(copyScripts, rewriter, random), new ListText(clock, random), backlog, offers, nameStages, new MailboxRoom(stores), new NextHopVerification(verification), throttles, names.hostname(), clock);
        Inquiries inquiries = new Inquiries(directory, lookup(), names.defaultDomain(), turn, new TurnThrottle(clock), rewriter);
        SessionTrace sessions = new SessionTrace(trace, clock);
        return new Gatekeeper(watch.map(teller -> ToldStages.of(gates, teller)).orElse(gates), policy, authenticator, acceptance,
                new NewMessages(names.hostname(), clock, random, new RewrittenHeader(rewriter)), inquiries, sessions, new FilterReturn(hopSecret, awayCopies, sessions, clock, random),
                new Defragmentation(partialSets, sessions), clock);
    }

    /** The one who asks engines again about what was accepted without them. */
    public LateScan lateScan(ScanRound scanRound) {
        return new LateScan(scanRound, policy);
    }

    /** What the table LOG_ACTION does about what happened. */
    public LogActions logActions() {
        return new LogActions(new AccessTables(directory, lookups, new Random(), Optional.empty()), policy);
    }

    /** Which addresses of next hops are connected to, as the policy says that decides then. */
    public AddressAccess addressAccess(RandomGenerator random) {
        AccessTables tables = new AccessTables(directory, lookups, random, Optional.empty());
        return new AddressAccess() {
            @Override
            public IpAccess.Answer of(ChannelName channel, int count, int current, IpAddress address, String host) {
                return tables.having(IpAccess.TABLE, policy.current()).map(mappings -> IpAccess.ask(mappings, channel, count, current, address, host))
                        .orElseGet(() -> new IpAccess.Answer.Connect(address));
            }

            @Override
            public boolean isAsked() {
                return tables.having(IpAccess.TABLE, policy.current()).isPresent();
            }
        };
    }

    private RecipientScripts scripts(CopyScripts copyScripts, AddressRewriter rewriter, RandomGenerator random) {
        return new RecipientScripts(copyScripts, new ScriptOrder(new SieveInterpreter(SieveLimits.DEFAULT)),
                new ScriptPorts(names.hostname(), clock, random, scriptMemory, new ScriptForwarding(lookup(), rewriter), new ReportRouting(lookup(), policy, rewriter)));
    }

    /** Which way what we originate goes. */
    public Routing routing(RandomGenerator random) {
        return new ReportRouting(lookup(), policy, new AddressRewriter(new AccessTables(directory, lookups, random, watch), directory));
    }

    private RecipientLookup lookup() {
        return new RecipientLookup(directory, names.defaultDomain(), names.hostname());
    }
}
