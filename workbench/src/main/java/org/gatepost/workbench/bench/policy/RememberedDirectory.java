package org.gatepost.workbench.bench.policy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

import org.gatepost.directory.AccountStatus;
import org.gatepost.directory.Directory;
import org.gatepost.directory.MailAccount;
import org.gatepost.directory.MailDomain;
import org.gatepost.directory.MailUser;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.stage.Match;

/** A directory as its adapter is with warm caches: every answer is in memory. Immutable. */
final class RememberedDirectory implements Directory {

    private static final int ACCOUNTS = 10_000;

    private final MailDomain domain = new MailDomain("example.com", "o=example.com,o=demo", AccountStatus.ACTIVE, OptionalLong.empty(), List.of());
    private final Map<Mailbox, MailAccount> accounts;

    RememberedDirectory() {
        Map<Mailbox, MailAccount> known = new HashMap<>();
        for (int i = 0; i < ACCOUNTS; i++) {
            add(known, "user" + i);
        }
        add(known, "alice");
        accounts = Map.copyOf(known);
    }

    private static void add(Map<Mailbox, MailAccount> accounts, String uid) {
        Mailbox mail = new Mailbox(uid, "example.com");
        accounts.put(mail, new MailUser("uid=" + uid + ",ou=people,o=example.com,o=demo", uid, mail, AccountStatus.ACTIVE, OptionalLong.empty(), true,
                List.of(), List.of()));
    }

    @Override
    public Match<MailDomain> domain(String name) {
        return name.equals(domain.name()) ? new Match.Found<>(domain) : new Match.NotFound<>();
    }

    @Override
    public Match<MailAccount> account(MailDomain in, Mailbox address) {
        MailAccount account = accounts.get(address);
        return account == null ? new Match.NotFound<>() : new Match.Found<>(account);
    }
}
