package org.gatepost.directory;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

import org.gatepost.mail.NoSolicit;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.stage.Match;

/** A directory in memory, with the contract's demo entries on request. */
public final class FakeDirectory implements Directory {

    private final Map<String, MailDomain> domains = new HashMap<>();
    private final Map<String, List<MailAccount>> accounts = new HashMap<>();
    private boolean saysOfSenders;
    private Optional<String> down = Optional.empty();

    /** What every question is answered with from now on: {@code Unavailable}. */
    public void fail(String why) {
        down = Optional.of(why);
    }

    public void domain(String name, AccountStatus status, OptionalLong octetsMax) {
        domains.put(name, new MailDomain(name, "o=" + name + ",o=demo", status, octetsMax, List.of()));
    }

    public void domain(MailDomain domain) {
        domains.put(domain.name(), domain);
    }

    /** A user like others, whose mail enters by that channel where a channel lets itself be left. */
    public void sendsBy(String address, String channel) {
        SendingLimits limits = new SendingLimits(OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty(), Optional.of(channel));
        MailUser user = user(address, AccountStatus.ACTIVE);
        accounts.put(address, new ArrayList<>(List.of(new MailUser(user.dn(), user.uid(), user.mail(), user.status(), user.messageOctetsMax(), true, List.of(), Optional.empty(),
                new Treatment(List.of(), List.of(), List.of(), NoSolicit.NONE, List.of(), List.of(), List.of(), Optional.empty(), limits)))));
        sayOfSenders();
    }

    /** From now on entries say something of senders. */
    public void sayOfSenders() {
        saysOfSenders = true;
    }

    @Override
    public boolean saysOfSenders() {
        return saysOfSenders;
    }

    public void account(MailAccount account, String... alsoKnownAs) {
        MailAccount known = known(account, alsoKnownAs);
        add(account.mail().address(), known);
        for (String address : alsoKnownAs) {
            add(address, known);
        }
    }

    private static MailAccount known(MailAccount account, String... alsoKnownAs) {
        List<Mailbox> others = List.of(alsoKnownAs).stream().map(FakeDirectory::box).toList();
        return switch (account) {
            case MailUser user -> user.alsoKnownAs(others);
            case MailGroup group -> group.alsoKnownAs(others);
        };
    }

    private void add(String address, MailAccount account) {
        accounts.computeIfAbsent(address, a -> new ArrayList<>()).add(account);
    }

    @Override
    public Match<MailDomain> domain(String name) {
        if (down.isPresent()) {
            return new Match.Unavailable<>(down.get());
        }
        MailDomain domain = domains.get(name.toLowerCase(Locale.ROOT));
        return domain == null ? new Match.NotFound<>() : new Match.Found<>(domain);
    }

    @Override
    public Match<MailAccount> account(MailDomain domain, Mailbox address) {
        if (down.isPresent()) {
            return new Match.Unavailable<>(down.get());
        }
        for (String local : List.of(address.localPart(), address.user())) {
            List<MailAccount> found = accounts.getOrDefault(new Mailbox(local, address.domain()).address().toLowerCase(Locale.ROOT), List.of());
            if (found.size() > 1) {
                return new Match.Conflicting<>("two entries");
            }
            if (found.size() == 1) {
                return new Match.Found<>(found.get(0));
            }
        }
        return new Match.NotFound<>();
    }

    static Mailbox box(String address) {
        int at = address.lastIndexOf('@');
        return new Mailbox(address.substring(0, at), address.substring(at + 1));
    }

    static MailUser user(String address, AccountStatus status) {
        return user(address, status, OptionalLong.empty(), true, List.of());
    }

    static MailUser user(String address, AccountStatus status, OptionalLong octetsMax, boolean keepsMailbox, List<String> forwardsTo) {
        Mailbox mail = box(address);
        return new MailUser("uid=" + mail.localPart() + ",o=" + mail.domain() + ",o=demo", mail.localPart(), mail, status, octetsMax, keepsMailbox,
                forwardsTo.stream().map(FakeDirectory::box).toList(), List.of());
    }

    static MailGroup group(String address, String... members) {
        return new MailGroup("cn=" + box(address).localPart() + ",o=demo", box(address), AccountStatus.ACTIVE, OptionalLong.empty(), false, List.of(),
                List.of(), List.of(), false, List.of(), List.of(members).stream().map(FakeDirectory::box).toList());
    }

    /** The contract's demo directory. */
    public static FakeDirectory demo() {
        FakeDirectory demo = new FakeDirectory();
        demo.domain("example.com", AccountStatus.ACTIVE, OptionalLong.empty());
        demo.domain("inactive.example", AccountStatus.INACTIVE, OptionalLong.empty());
        demo.domain("disabled.example", AccountStatus.DISABLED, OptionalLong.empty());
        demo.domain("deleted.example", AccountStatus.DELETED, OptionalLong.empty());
        demo.domain("small.example", AccountStatus.ACTIVE, OptionalLong.of(50 * 1024));
        List<String> roles = new ArrayList<>();
        for (String domain : demo.domains.keySet()) {
            roles.addAll(List.of("postmaster@" + domain, "abuse@" + domain));
        }
        demo.account(user("alice@example.com", AccountStatus.ACTIVE), roles.toArray(String[]::new));
        demo.account(user("bob@example.com", AccountStatus.ACTIVE), "robert@example.com");
        demo.account(user("carol@example.com", AccountStatus.INACTIVE));
        demo.account(user("dave@example.com", AccountStatus.DISABLED));
        demo.account(user("erin@example.com", AccountStatus.OVERQUOTA));
        demo.account(user("frank@example.com", AccountStatus.HOLD));
        demo.account(user("grace@example.com", AccountStatus.ACTIVE, OptionalLong.of(10 * 1024), true, List.of()));
        demo.account(user("heidi@example.com", AccountStatus.ACTIVE, OptionalLong.empty(), true, List.of("out@remote.example")));
        demo.account(user("ivan@example.com", AccountStatus.DELETED));
        demo.account(user("judy@example.com", AccountStatus.ACTIVE));
        demo.account(user("mallory@example.com", AccountStatus.ACTIVE));
        demo.account(user("sam@small.example", AccountStatus.ACTIVE));
        demo.account(group("team@example.com", "alice@example.com", "bob@example.com", "out@remote.example"));
        List<Mailbox> members = List.of(box("alice@example.com"), box("bob@example.com"));
        demo.account(new MailGroup("cn=staff,o=demo", box("staff@example.com"), AccountStatus.ACTIVE, OptionalLong.empty(), true, List.of(), List.of(),
                List.of(), true, List.of(), members));
        demo.account(new MailGroup("cn=news,o=demo", box("news@example.com"), AccountStatus.ACTIVE, OptionalLong.of(20 * 1024), false,
                List.of("example.com", "*.example.com"), List.of(), List.of(), false, List.of(), members));
        demo.account(new MailGroup("cn=board,o=demo", box("board@example.com"), AccountStatus.ACTIVE, OptionalLong.empty(), false, List.of(), List.of(),
                List.of(), false, List.of(box("alice@example.com")), members));
        return demo;
    }
}
