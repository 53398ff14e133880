package org.gatepost.directory;

import java.util.List;
import java.util.OptionalLong;

import org.gatepost.mail.NoSolicit;

/**
 * A domain the directory knows as local.
 *
 * @param name the domain's own name, in lower case; an alias domain's entry names its canonical one here
 * @param baseDn where its users and groups are searched
 * @param status domain status and mail domain status combined
 * @param messageOctetsMax greatest message to anybody in it
 * @param treatment what holds for everybody in it
 */
public record MailDomain(String name, String baseDn, AccountStatus status, OptionalLong messageOctetsMax, Treatment treatment) {

    /** A domain whose engines are known. */
    public MailDomain(String name, String baseDn, AccountStatus status, OptionalLong messageOctetsMax, List<String> scannerOptIns) {
        this(name, baseDn, status, messageOctetsMax, Treatment.of(scannerOptIns, NoSolicit.NONE));
    }

    /** Solicitations nobody in it wants. */
    public NoSolicit noSolicit() {
        return treatment.noSolicit();
    }
}
