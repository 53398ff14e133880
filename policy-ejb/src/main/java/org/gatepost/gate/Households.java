package org.gatepost.gate;

import org.gatepost.directory.Directory;
import org.gatepost.directory.MailAccount;
import org.gatepost.directory.MailUser;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.stage.Match;

/** Who the heads of households are, by the addresses their members' entries name (decision 0052). Safe for use by many threads. */
final class Households {

    private final Directory directory;

    Households(Directory directory) {
        this.directory = directory;
    }

    /** The user with that address; {@link Match.NotFound} where it is nobody's, or a group's. */
    Match<MailUser> head(Mailbox address) {
        return directory.domain(address.domain()).then(domain -> directory.account(domain, address))
                .then(account -> account instanceof MailUser user ? new Match.Found<>(user) : new Match.NotFound<>());
    }
}
