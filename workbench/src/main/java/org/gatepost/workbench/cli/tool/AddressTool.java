package org.gatepost.workbench.cli.tool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.function.Function;

import org.gatepost.adapter.ldap.LdapCaching;
import org.gatepost.adapter.ldap.LdapDirectory;
import org.gatepost.adapter.ldap.LdapProfile;
import org.gatepost.adapter.ldap.LdapSearch;
import org.gatepost.adapter.ldap.LdapServer;
import org.gatepost.directory.Delivery;
import org.gatepost.directory.Directory;
import org.gatepost.directory.MailAccount;
import org.gatepost.directory.MailDomain;
import org.gatepost.directory.MailGroup;
import org.gatepost.directory.MailUser;
import org.gatepost.directory.RecipientDecision;
import org.gatepost.directory.RecipientLookup;
import org.gatepost.directory.SendingLimits;
import org.gatepost.directory.Submitter;
import org.gatepost.directory.Treatment;
import org.gatepost.smtp.protocol.ForwardPath;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.ReversePath;
import org.gatepost.stage.Match;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code tool address}: what the directory says of an address, what follows from it for a recipient, and every search that was made. */
@Command(name = "address", description = "What the directory says of an address, and every search it took.", mixinStandardHelpOptions = true)
final class AddressTool implements Callable<Integer> {

    /** What was asked is not asked again for one answer. */
    private static final LdapCaching ONCE = LdapCaching.of(Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ZERO);

    @ParentCommand
    private Tools tools;

    @Spec
    private CommandSpec spec;

    @Option(names = "--ldap", required = true, split = ",", paramLabel = "URL", description = "ldap://host:port or ldaps://host:port; several: the first that answers.")
    private List<String> urls;

    @Option(names = "--bind-dn", defaultValue = "", paramLabel = "DN", description = "Who reads; nobody by default.")
    private String bindDn;

    @Option(names = "--bind-password", defaultValue = "", paramLabel = "PASSWORD", description = "The reader's password.")
    private String bindPassword;

    @Option(names = "--base", required = true, paramLabel = "DN", description = "Where domains are searched.")
    private String base;

    @Option(names = "--profile", defaultValue = "sun", paramLabel = "P", description = "sun, openldap or activedirectory (default: sun).")
    private String profile;

    @Option(names = "--attributes", defaultValue = "", paramLabel = "W=A;...", description = "Other names, as GATEPOST_LDAP_ATTRIBUTES has them.")
    private String attributes;

    @Option(names = "--domains", split = ",", paramLabel = "DOMAIN", description = "Domains that are local without an entry.")
    private List<String> domains = List.of();

    @Option(names = "--domain-tree", defaultValue = "", paramLabel = "DN", description = "The root of schema 1's domains.")
    private String domainTree;

    @Option(names = "--from", paramLabel = "A", description = "Who writes, for the rules of groups; nobody by default.")
    private Optional<String> from = Optional.empty();

    @Option(names = "--auth", paramLabel = "A", description = "The address of who authenticated.")
    private Optional<String> auth = Optional.empty();

    @Option(names = "--size", paramLabel = "OCTETS", description = "The size that is declared.")
    private Optional<Long> size = Optional.empty();

    @Parameters(paramLabel = "ADDRESS", description = "The address.")
    private String address;

    private final List<LdapSearch> searches = Collections.synchronizedList(new ArrayList<>());

    @Override
    public Integer call() {
        try (LdapDirectory directory = LdapDirectory.watched(new LdapServer(urls, bindDn, bindPassword, base),
                LdapProfile.of(profile, attributes, domains, domainTree), ONCE, tools.complaints(), searches::add)) {
            Mailbox asked = mailbox(address);
            Submitter submitter = new Submitter(from.map(text -> ReversePath.of(mailbox(text))).orElse(ReversePath.NULL), auth.map(this::mailbox));
            return answer(directory, asked, submitter);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private Mailbox mailbox(String text) {
        int at = text.lastIndexOf('@');
        if (at < 1 || at == text.length() - 1) {
            throw new IllegalArgumentException("not an address: " + text);
        }
        return new Mailbox(text.substring(0, at), text.substring(at + 1));
    }

    private int answer(Directory directory, Mailbox asked, Submitter submitter) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("address", asked.address());
        Match<MailDomain> domain = directory.domain(asked.domain());
        members.put("domain", told(domain, AddressTool::told));
        if (domain instanceof Match.Found<MailDomain>(MailDomain local)) {
            members.put("account", told(directory.account(local, asked), AddressTool::told));
        }
        RecipientDecision decision = new RecipientLookup(directory, asked.domain()).decide(new ForwardPath(asked), submitter, size.map(OptionalLong::of).orElse(OptionalLong.empty()));
        decide(members, decision);
        members.put("searches", List.copyOf(searches).stream().map(AddressTool::told).toList());
        tools.answer(members);
        return decision instanceof RecipientDecision.Accept ? Tools.ANSWERED : Tools.NO;
    }

    private static <T> Object told(Match<T> match, Function<T, Map<String, Object>> found) {
        return switch (match) {
            case Match.Found<T>(T value) -> found.apply(value);
            case Match.NotFound<T>() -> Map.of("found", false);
            case Match.Unavailable<T>(String why) -> Map.of("unavailable", why);
            case Match.Conflicting<T>(String why) -> Map.of("conflict", why);
        };
    }

    private static Map<String, Object> told(MailDomain domain) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("found", true);
        members.put("name", domain.name());
        members.put("base", domain.baseDn());
        members.put("status", word(domain.status()));
        domain.catchAll().ifPresent(catchAll -> members.put("catchAll", catchAll.address()));
        put(members, "octetsMax", domain.messageOctetsMax());
        treatment(members, domain.treatment());
        return members;
    }

    private static Map<String, Object> told(MailAccount account) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("found", true);
        members.put("kind", account instanceof MailGroup ? "group" : "user");
        members.put("dn", account.dn());
        members.put("mail", account.mail().address());
        members.put("status", word(account.status()));
        put(members, "octetsMax", account.messageOctetsMax());
        switch (account) {
            case MailUser user -> {
                members.put("mailbox", user.keepsMailbox());
                members.put("forwardsTo", texts(user.forwardsTo()));
                members.put("autoreply", user.autoreply().isPresent());
                user.held().ifPresent(why -> members.put("held", why));
            }
            case MailGroup group -> {
                members.put("members", texts(group.members()));
                group.errorsTo().ifPresent(owner -> members.put("errorsTo", owner.address()));
                members.put("moderators", texts(group.rules().moderators()));
                members.put("authenticationRequired", group.rules().authenticationRequired());
            }
        }
        treatment(members, account.treatment());
        return members;
    }

    private static void treatment(Map<String, Object> members, Treatment treatment) {
        if (treatment.equals(Treatment.NONE)) {
            return;
        }
        members.put("optIns", treatment.scannerOptIns());
        members.put("scripts", treatment.scripts().size());
        SendingLimits sending = treatment.sending();
        put(members, "recipientLimit", sending.recipients());
        put(members, "recipientCutoff", sending.recipientCutoff());
        put(members, "sendsOctetsMax", sending.messageOctets());
    }

    private static void decide(Map<String, Object> members, RecipientDecision decision) {
        switch (decision) {
            case RecipientDecision.Accept accept -> {
                members.put("result", "accepted");
                put(members, "octetsMax", accept.octetsMax());
                members.put("deliveries", accept.deliveries().stream().map(AddressTool::told).toList());
                members.put("skipped", accept.skipped());
                members.put("passwordsOf", accept.approvals().stream().map(approval -> approval.group().address()).toList());
            }
            case RecipientDecision.Refuse refuse -> {
                members.put("result", refuse.reply().isTransient() ? "deferred" : "refused");
                members.put("reply", refuse.reply().toString());
                members.put("reason", refuse.reason());
            }
            case RecipientDecision.NotLocal notLocal -> members.put("result", "not local");
        }
    }

    private static Map<String, Object> told(Delivery delivery) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("address", delivery.address().address());
        members.put("local", delivery.local());
        delivery.held().ifPresent(why -> members.put("held", why));
        delivery.errorsTo().ifPresent(owner -> members.put("errorsTo", owner.address()));
        put(members, "octetsMax", delivery.octetsMax());
        return members;
    }

    static Map<String, Object> told(LdapSearch search) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("base", search.base());
        members.put("scope", search.scope());
        members.put("filter", search.filter());
        members.put("result", search.result());
        members.put("entries", search.entries());
        return members;
    }

    private static void put(Map<String, Object> members, String name, OptionalLong value) {
        value.ifPresent(number -> members.put(name, number));
    }

    private static List<String> texts(List<Mailbox> addresses) {
        return addresses.stream().map(Mailbox::address).toList();
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
