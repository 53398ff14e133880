package org.gatepost.directory;

import java.util.Optional;

import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.stage.Match;

/**
 * Who sends, by the directory: the authenticated user's address where there is one, else the reverse-path. Of strangers, and where no entry can say
 * anything of senders, nothing is asked. Safe for use by many threads.
 */
public final class SenderLookup {

    private final Directory directory;

    public SenderLookup(Directory directory) {
        this.directory = directory;
    }

    /** What is said of the sender; {@link Sender#UNKNOWN} for a stranger, the null reverse-path and an address of ours nobody has. */
    public Match<Sender> find(Submitter submitter) {
        Optional<Mailbox> address = submitter.address();
        if (address.isEmpty() || !directory.saysOfSenders()) {
            return new Match.Found<>(Sender.UNKNOWN);
        }
        return known(directory.domain(address.get().domain()).then(domain -> ofAccount(domain, address.get())));
    }

    private Match<Sender> ofAccount(MailDomain domain, Mailbox address) {
        return switch (directory.account(domain, address)) {
            case Match.Found<MailAccount>(MailAccount account) -> new Match.Found<>(new Sender(account.treatment(), domain.treatment()));
            case Match.NotFound<MailAccount>() -> new Match.Found<>(new Sender(Treatment.NONE, domain.treatment()));
            case Match.Unavailable<MailAccount>(String why) -> new Match.Unavailable<>(why);
            case Match.Conflicting<MailAccount>(String why) -> new Match.Conflicting<>(why);
        };
    }

    private static Match<Sender> known(Match<Sender> found) {
        return found instanceof Match.NotFound<Sender> ? new Match.Found<>(Sender.UNKNOWN) : found;
    }
}
