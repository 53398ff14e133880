package org.gatepost.directory;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import org.gatepost.mail.NoSolicit;
import org.gatepost.smtp.protocol.Mailbox;

/**
 * A domain the directory knows as local.
 *
 * @param name the domain's own name, in lower case; an alias domain's entry names its canonical one here
 * @param baseDn where its users and groups are searched
 * @param status domain status and mail domain status combined
 * @param messageOctetsMax greatest message to anybody in it
 * @param catchAll who gets mail for addresses in it that nobody has (mailDomainCatchAllAddress)
 * @param routing where else its mail goes
 * @param treatment what holds for everybody in it
 */
public record MailDomain(String name, String baseDn, AccountStatus status, OptionalLong messageOctetsMax, Optional<Mailbox> catchAll, DomainRouting routing,
        Treatment treatment) {

    /** A domain in which mail for nobody is refused. */
    public MailDomain(String name, String baseDn, AccountStatus status, OptionalLong messageOctetsMax, Treatment treatment) {
        this(name, baseDn, status, messageOctetsMax, Optional.empty(), DomainRouting.NONE, treatment);
    }

    /** A domain whose engines are known. */
    public MailDomain(String name, String baseDn, AccountStatus status, OptionalLong messageOctetsMax, List<String> scannerOptIns) {
        this(name, baseDn, status, messageOctetsMax, Treatment.of(scannerOptIns, NoSolicit.NONE));
    }

    /** Solicitations nobody in it wants. */
    public NoSolicit noSolicit() {
        return treatment.noSolicit();
    }
}
