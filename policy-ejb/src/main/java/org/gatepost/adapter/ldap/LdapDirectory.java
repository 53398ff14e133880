package org.gatepost.adapter.ldap;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;

import com.github.benmanes.caffeine.cache.Ticker;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnectionPool;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;

import org.gatepost.directory.AccountStatus;
import org.gatepost.directory.Directory;
import org.gatepost.directory.DirectoryMemory;
import org.gatepost.directory.DirectoryServer;
import org.gatepost.directory.DirectoryState;
import org.gatepost.directory.MailAccount;
import org.gatepost.directory.MailDomain;
import org.gatepost.directory.RecipientLookup;
import org.gatepost.directory.Treatment;
import org.gatepost.mapping.LookupAnswer;
import org.gatepost.mapping.Routine;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.stage.Match;
import org.gatepost.trace.Alarms;

/**
 * The directory over LDAP. Every question is answered within the server's total timeout, whatever the directory does: stopped, paused, or
 * behind a network that swallows packets, the answer is {@link Match.Unavailable}. Safe for use by many threads; connects at the first question.
 *
 * <p>Users and groups are searched below their domain; only postmaster and abuse, which one entry may be for many domains, below the whole base.
 */
public final class LdapDirectory implements Directory, DirectoryMemory, AutoCloseable {

    /** Entries taken for one address: more than two say no more than two. */
    private static final int ENTRIES_MAX = 8;
    /** How long after a failure remembered answers stand in without asking again. */
    private static final Duration RETRY = Duration.ofSeconds(5);

    private final LdapServer server;
    private final LdapProfile profile;
    private final LDAPConnectionPool pool;
    private final LdapSearches searches;
    private final LdapTexts texts;
    private final EntryReader entries;
    private final String[] domainAttributes;
    private final boolean saysOfSenders;
    private final GroupReader groups;
    private final LdapHealth health;
    private final AnswerCache<String, MailDomain> domains;
    private final AnswerCache<Asked, MailAccount> accounts;
    private final LdapQuestions questions;

    private record Asked(String baseDn, Mailbox address) {
    }

    /**
     * @param alarms is told {@code directory} while it does not answer, and {@code directory:conflict:ADDRESS} where two entries have one address
     */
    public LdapDirectory(LdapServer server, LdapProfile profile, LdapCaching caching, Alarms alarms, Clock clock) {
        this(server, profile, caching, alarms, clock, Optional.empty());
    }

    private LdapDirectory(LdapServer server, LdapProfile profile, LdapCaching caching, Alarms alarms, Clock clock, Optional<Consumer<LdapSearch>> watch) {
        this.server = server;
        this.profile = profile;
        this.pool = LdapConnections.pool(server);
        this.searches = new LdapSearches(pool, watch, profile.ofAccounts());
        this.texts = new LdapTexts(server, profile, searches);
        this.entries = new EntryReader(profile);
        this.domainAttributes = profile.ofDomains();
        this.saysOfSenders = profile.saysOfSenders();
        this.groups = new GroupReader(profile, entries, searches);
        this.health = new LdapHealth(alarms, clock);
        this.domains = new AnswerCache<>(caching.ofDomains(), EntryWeight::of, Ticker.systemTicker());
        this.accounts = new AnswerCache<>(caching.ofAccounts(), EntryWeight::of, Ticker.systemTicker());
        this.questions = new LdapQuestions(server.timeouts(), health);
    }

    /** One that tells of each search, on whatever thread it is sent. */
    public static LdapDirectory watched(LdapServer server, LdapProfile profile, LdapCaching caching, Alarms alarms, Consumer<LdapSearch> watch) {
        return new LdapDirectory(server, profile, caching, alarms, Clock.systemUTC(), Optional.of(watch));
    }

    @Override
    public Match<MailDomain> domain(String name) {
        String key = name.toLowerCase(Locale.ROOT);
        return domains.get(key, () -> watched(key, questions.ask(() -> searchDomain(key))), this::failedJustNow);
    }

    @Override
    public Match<MailAccount> account(MailDomain domain, Mailbox address) {
        String base = RecipientLookup.isRole(address) ? server.base() : domain.baseDn();
        return accounts.get(new Asked(base, address),
                () -> watched(address.user() + "@" + address.domain(), questions.ask(() -> searchAccount(base, Addresses.forms(address, domain.name())))),
                this::failedJustNow);
    }

    @Override
    public boolean saysOfSenders() {
        return saysOfSenders;
    }

    /** What an LDAP URL finds in this directory: {@code ldap:///base?attribute?scope?filter}. */
    public Routine urls() {
        return url -> LookupAnswer.of(questions.ask(() -> texts.at(url)));
    }

    /** An attribute of a domain's entry, by {@code domain,attribute}. */
    public Routine domainAttributes() {
        return asked -> LookupAnswer.of(questions.ask(() -> texts.ofDomain(asked)));
    }

    /** Up or down, since when, and how many searches were sent. */
    public DirectoryState state() {
        return health.state(searches.sent());
    }

    /** Each server by itself, in the order they are asked; takes as long as a connection and an answer may. Does not touch what {@link #state} says. */
    public List<DirectoryServer> servers() {
        return LdapConnections.askEach(server);
    }

    /** Searches sent since the start. */
    public long searches() {
        return searches.sent();
    }

    @Override
    public int forget(String addressOrDomain) {
        String text = addressOrDomain.strip().toLowerCase(Locale.ROOT);
        if (text.equals(EVERYTHING)) {
            return domains.forget(name -> true) + accounts.forget(asked -> true);
        }
        int at = text.lastIndexOf('@');
        if (at < 0) {
            return domains.forget(text::equals) + accounts.forget(asked -> asked.address().domain().equals(text));
        }
        Optional<Mailbox> address = Addresses.parse(text);
        return address.isEmpty() ? 0 : accounts.forget(asked -> asked.address().domain().equals(address.get().domain())
                && asked.address().user().equalsIgnoreCase(address.get().user()));
    }

    @Override
    public Figures figures() {
        return new Figures(searches.sent(), domains.questions(), accounts.questions());
    }

    private boolean failedJustNow() {
        return health.failedWithin(RETRY);
    }

    /** Ends open questions and connections. */
    @Override
    public void close() {
        questions.close();
        pool.close();
    }

    private Match<MailDomain> searchDomain(String name) throws LDAPException {
        if (profile.domains().contains(name)) {
            return new Match.Found<>(withoutEntry(name));
        }
        Match<MailDomain> found = profile.domainTree().isEmpty() ? byName(name) : new DomainTree(profile, entries, searches).domain(name);
        return found instanceof Match.NotFound && !profile.names(LdapAttribute.VANITY_DOMAIN).isEmpty() ? vanity(name) : found;
    }

    private Match<MailDomain> byName(String name) throws LDAPException {
        List<String> names = profile.names(LdapAttribute.DOMAIN_NAME);
        if (names.isEmpty()) {
            return new Match.NotFound<>();
        }
        List<Entry> found = belowBase(Filter.createANDFilter(anyOf("objectClass", profile.names(LdapAttribute.DOMAIN_CLASS)),
                Filter.createORFilter(nameFilters(names, name))), ENTRIES_MAX, domainAttributes);
        return single(found).map(entry -> entries.domain(entry, name));
    }

    /** Local because some user has it for himself; there is nobody in it but those who have an address in it, wherever they are. */
    private Match<MailDomain> vanity(String name) throws LDAPException {
        List<Entry> owners = belowBase(Filter.createANDFilter(anyOf("objectClass", profile.names(LdapAttribute.ACCOUNT_CLASS)),
                Filter.createORFilter(nameFilters(profile.names(LdapAttribute.VANITY_DOMAIN), name))), 1, "objectClass");
        return owners.isEmpty() ? new Match.NotFound<>() : new Match.Found<>(withoutEntry(name));
    }

    /** A base that is not there is no directory. */
    private List<Entry> belowBase(Filter filter, int entriesMax, String... asked) throws LDAPException {
        try {
            return searches.below(server.base(), filter, entriesMax, asked);
        } catch (LDAPException e) {
            throw e.getResultCode().equals(ResultCode.NO_SUCH_OBJECT) ? new LDAPException(ResultCode.UNAVAILABLE, "there is no " + server.base(), e) : e;
        }
    }

    private MailDomain withoutEntry(String name) {
        return new MailDomain(name, server.base(), AccountStatus.ACTIVE, OptionalLong.empty(), Treatment.NONE);
    }

    /** By the name as it was given, and where it has characters beyond ASCII or stands for some, the other way to write it (RFC 6531 section 3.2). */
    static List<Filter> nameFilters(List<String> attributes, String name) {
        Set<String> forms = new LinkedHashSet<>(List.of(name));
        Mailbox either = new Mailbox("postmaster", name);
        either.asciiDomain().ifPresent(forms::add);
        forms.add(either.unicodeDomain());
        return attributes.stream().flatMap(attribute -> forms.stream().map(form -> Filter.createEqualityFilter(attribute, form))).toList();
    }

    private Match<MailAccount> searchAccount(String base, List<Set<String>> forms) throws LDAPException {
        List<Filter> addresses = new ArrayList<>();
        forms.forEach(form -> addresses.addAll(profile.holding(form)));
        List<Entry> found = searches.below(base, Filter.createANDFilter(anyOf("objectClass", profile.names(LdapAttribute.ACCOUNT_CLASS)),
                Filter.createORFilter(addresses)), ENTRIES_MAX);
        Match<Entry> best = single(best(found, forms));
        // Reading a group asks the directory for its members, which a function handed to map could not do.
        if (best instanceof Match.Found<Entry>(Entry entry) && groups.isGroup(entry)) {
            return new Match.Found<>(groups.group(entry));
        }
        return best.map(entries::user);
    }

    static Filter anyOf(String attribute, List<String> values) {
        return Filter.createORFilter(values.stream().map(value -> Filter.createEqualityFilter(attribute, value)).toList());
    }

    /** The entries that have the best form of the address; where the server compares more loosely than we do, all it found. */
    private List<Entry> best(List<Entry> found, List<Set<String>> forms) {
        for (Set<String> form : forms) {
            List<Entry> matching = found.stream().filter(entry -> hasOne(entry, form)).toList();
            if (!matching.isEmpty()) {
                return matching;
            }
        }
        return found;
    }

    private boolean hasOne(Entry entry, Set<String> form) {
        List<String> values = new ArrayList<>(entries.addressTexts(entry, LdapAttribute.MAIL));
        values.addAll(entries.addressTexts(entry, LdapAttribute.ALTERNATE_ADDRESS));
        return values.stream().anyMatch(value -> form.contains(value.strip().toLowerCase(Locale.ROOT)));
    }

    static Match<Entry> single(List<Entry> found) {
        return switch (found.size()) {
            case 0 -> new Match.NotFound<>();
            case 1 -> new Match.Found<>(found.get(0));
            default -> new Match.Conflicting<>(found.stream().map(Entry::getDN).sorted().reduce((a, b) -> a + " and " + b).orElseThrow());
        };
    }

    private <T> Match<T> watched(String what, Match<T> answer) {
        if (answer instanceof Match.Conflicting<T>(String why)) {
            health.conflict(what, why);
        } else if (!(answer instanceof Match.Unavailable<T>)) {
            health.noConflict(what);
        }
        return answer;
    }
}
