package org.gatepost.directory;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

import org.gatepost.mail.NoSolicit;
import org.gatepost.mail.SizeLimit;
import org.gatepost.smtp.protocol.ForwardPath;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.smtp.protocol.Reply;
import org.gatepost.stage.Match;

/**
 * Turns a RCPT into what the directory says of it: the domain first, then the user or group; their statuses in that order, of which the first
 * that is not active wins; the least size limit; and the copies that forwarding and groups make of it. Safe for use by many threads.
 *
 * <p>{@code postmaster@} and {@code abuse@} of each domain reach somebody whatever the domain's status is, and where the domain has no such
 * entry they are the default domain's (RFC 5321 section 4.5.1, RFC 2142 section 2).
 */
public final class RecipientLookup {

    private static final Set<String> ROLES = Set.of("postmaster", "abuse");

    private final Directory directory;
    private final String defaultDomain;
    private final String hostname;

    /**
     * @param defaultDomain the local domain whose postmaster {@code <Postmaster>} alone is
     */
    public RecipientLookup(Directory directory, String defaultDomain) {
        this(directory, defaultDomain, "");
    }

    /**
     * The same, at a host that domains may name as theirs.
     *
     * @param hostname ours: a domain whose mail is routed to it is looked up here
     */
    public RecipientLookup(Directory directory, String defaultDomain, String hostname) {
        this.directory = directory;
        this.hostname = hostname.toLowerCase(Locale.ROOT);
        this.defaultDomain = defaultDomain.toLowerCase(Locale.ROOT);
    }

    /**
     * Looks it up; takes as long as the directory's deadline for each look-up it needs.
     *
     * @param declaredOctets SIZE= of MAIL FROM, where it was given
     */
    public RecipientDecision decide(ForwardPath path, Submitter submitter, OptionalLong declaredOctets) {
        Mailbox address = path.isBarePostmaster() ? new Mailbox("postmaster", defaultDomain) : path.mailbox();
        return switch (directory.domain(address.domain())) {
            case Match.Found<MailDomain>(MailDomain domain) -> inDomain(domain, address, submitter, declaredOctets);
            // A default domain that is not local is our mistake, and no reason to turn somebody away who wants to tell us.
            case Match.NotFound<MailDomain>() when path.isBarePostmaster() ->
                new RecipientDecision.Refuse(Replies.DIRECTORY_CONFLICT, "the default domain " + defaultDomain + " is not local");
            case Match.NotFound<MailDomain>() -> new RecipientDecision.NotLocal(address);
            case Match.Unavailable<MailDomain>(String why) -> new RecipientDecision.Refuse(Replies.DIRECTORY_UNAVAILABLE, why);
            case Match.Conflicting<MailDomain>(String why) -> new RecipientDecision.Refuse(Replies.DIRECTORY_CONFLICT, why);
        };
    }

    /** Whether it is the postmaster's or abuse desk's address, which lists and domain statuses do not stop. */
    public static boolean isRole(Mailbox address) {
        return ROLES.contains(address.user().toLowerCase(Locale.ROOT));
    }

    private RecipientDecision inDomain(MailDomain domain, Mailbox address, Submitter submitter, OptionalLong declaredOctets) {
        boolean role = isRole(address);
        if (!role && StatusEffect.of(domain.status()) instanceof StatusEffect.Refuses(Reply reply)) {
            return new RecipientDecision.Refuse(reply, "domain " + domain.name() + " is " + word(domain.status()));
        }
        Optional<String> host = domain.routing().hostBesides(hostname);
        if (host.isPresent()) {
            return wanting(domain.noSolicit(), elsewhere(domain, new Asked(domain, address, submitter, declaredOctets), host.get()));
        }
        Match<MailAccount> found = directory.account(domain, address);
        if (role && found instanceof Match.NotFound<MailAccount> && !domain.name().equals(defaultDomain)) {
            found = directory.domain(defaultDomain).then(other -> directory.account(other, new Mailbox(address.localPart(), defaultDomain)));
        }
        return switch (found) {
            case Match.Found<MailAccount>(MailAccount account) ->
                wanting(role ? NoSolicit.NONE : domain.noSolicit().and(noSolicit(account)),
                        judge(role ? AccountStatus.ACTIVE : domain.status(), role ? OptionalLong.empty() : domain.messageOctetsMax(), account,
                                new Asked(domain, address, submitter, declaredOctets)));
            case Match.NotFound<MailAccount>() when domain.catchAll().isPresent() ->
                judge(domain.status(), domain.messageOctetsMax(), nobody(domain, address, domain.catchAll().get()), new Asked(domain, address, submitter, declaredOctets));
            case Match.NotFound<MailAccount>() when domain.routing().smartHost().isPresent() ->
                elsewhere(domain, new Asked(domain, address, submitter, declaredOctets), domain.routing().smartHost().get());
            case Match.NotFound<MailAccount>() -> new RecipientDecision.Refuse(Replies.NO_SUCH_USER, address + " is unknown");
            case Match.Unavailable<MailAccount>(String why) -> new RecipientDecision.Refuse(Replies.DIRECTORY_UNAVAILABLE, why);
            case Match.Conflicting<MailAccount>(String why) -> new RecipientDecision.Refuse(Replies.DIRECTORY_CONFLICT, why);
        };
    }

    /** One copy for a host that knows who is in the domain. */
    private static RecipientDecision elsewhere(MailDomain domain, Asked asked, String host) {
        Optional<String> held = StatusEffect.of(domain.status()) instanceof StatusEffect.Takes(Optional<String> why) ? why : Optional.empty();
        return withinSize(new RecipientDecision.Accept(List.of(new Delivery(asked.address(), false, held, Optional.empty(), false, Optional.empty(), Optional.of(host),
                OptionalLong.empty())), domain.messageOctetsMax(), List.of(), NoSolicit.NONE), asked);
    }

    /** The account nobody has, whose mail goes to the domain's catch-all. */
    private static MailAccount nobody(MailDomain domain, Mailbox address, Mailbox catchAll) {
        return new MailUser(domain.baseDn() + " catch-all", "", address, AccountStatus.ACTIVE, OptionalLong.empty(), false, List.of(catchAll), List.of());
    }

    private static NoSolicit noSolicit(MailAccount account) {
        return account instanceof MailUser user ? user.noSolicit() : NoSolicit.NONE;
    }

    private static RecipientDecision wanting(NoSolicit classes, RecipientDecision decision) {
        return decision instanceof RecipientDecision.Accept accept ? accept.with(classes) : decision;
    }

    private record Asked(MailDomain domain, Mailbox address, Submitter submitter, OptionalLong declaredOctets) {
    }

    private RecipientDecision judge(AccountStatus domainStatus, OptionalLong domainOctetsMax, MailAccount account, Asked asked) {
        AccountStatus status = domainStatus.orElse(account.status());
        return switch (StatusEffect.of(status)) {
            case StatusEffect.Refuses(Reply reply) -> new RecipientDecision.Refuse(reply, account.dn() + " is " + word(status));
            case StatusEffect.Takes(Optional<String> held) -> sized(account, SizeLimit.least(domainOctetsMax, account.messageOctetsMax()), held, asked);
        };
    }

    private RecipientDecision sized(MailAccount account, OptionalLong octetsMax, Optional<String> held, Asked asked) {
        RecipientDecision decision = new GroupExpansion(directory, hostname, asked.submitter(), asked.declaredOctets())
                .expand(asked.domain(), account, asked.address(), held, octetsMax);
        return withinSize(decision, asked);
    }

    private static RecipientDecision withinSize(RecipientDecision decision, Asked asked) {
        if (decision instanceof RecipientDecision.Accept accept && SizeLimit.isExceeded(accept.octetsMax(), asked.declaredOctets())) {
            return new RecipientDecision.Refuse(Replies.TOO_LARGE_FOR_RECIPIENT,
                    "SIZE=" + asked.declaredOctets().getAsLong() + " exceeds the limit " + accept.octetsMax().getAsLong());
        }
        return decision;
    }

    private static String word(AccountStatus status) {
        return status.name().toLowerCase(Locale.ROOT);
    }
}
