package org.gatepost.directory;

import java.util.List;
import java.util.Optional;

import org.gatepost.mail.NoSolicit;
import org.gatepost.smtp.protocol.Mailbox;

/**
 * How mail to and from an entry is to be treated, as the entry says: what its filters and limits are, besides where its mail goes. A domain's is that of
 * everybody in it. Immutable; an entry that says nothing has {@link #NONE} itself, so that remembering it costs nothing.
 *
 * @param scannerOptIns values for engines (mailAntiUBEService and the domain's); a user's and the domain's are added together
 * @param scannerOptOuts engines this entry alone does without
 * @param sourceOptIns values for engines, for what is sent (LDAP_SOURCE_OPTIN)
 * @param noSolicit solicitations that are not wanted (RFC 3865)
 * @param scripts Sieve scripts, each value one (mailSieveRuleSource, mailDomainSieveRuleSource)
 * @param conversionTags tags for mail to it (mailConversionTag)
 * @param captures who gets a copy of what is sent and received (LDAP_CAPTURE)
 * @param language what it is written to in (preferredLanguage)
 * @param sending what may be sent
 * @param headOfHousehold whose scripts are heard behind a user's own (LDAP_FILTER_REFERENCE)
 */
public record Treatment(List<String> scannerOptIns, List<String> scannerOptOuts, List<String> sourceOptIns, NoSolicit noSolicit, List<String> scripts,
        List<String> conversionTags, List<Mailbox> captures, Optional<String> language, SendingLimits sending,
        Optional<Mailbox> headOfHousehold) {

    public static final Treatment NONE = new Treatment(List.of(), List.of(), List.of(), NoSolicit.NONE, List.of(), List.of(), List.of(), Optional.empty(),
            SendingLimits.NONE);

    public Treatment {
        scannerOptIns = List.copyOf(scannerOptIns);
        scannerOptOuts = List.copyOf(scannerOptOuts);
        sourceOptIns = List.copyOf(sourceOptIns);
        scripts = List.copyOf(scripts);
        conversionTags = List.copyOf(conversionTags);
        captures = List.copyOf(captures);
    }

    /** One in nobody's household. */
    public Treatment(List<String> scannerOptIns, List<String> scannerOptOuts, List<String> sourceOptIns, NoSolicit noSolicit, List<String> scripts,
            List<String> conversionTags, List<Mailbox> captures, Optional<String> language, SendingLimits sending) {
        this(scannerOptIns, scannerOptOuts, sourceOptIns, noSolicit, scripts, conversionTags, captures, language, sending, Optional.empty());
    }

    /** One that only opts in, and says what is not wanted. */
    public static Treatment of(List<String> scannerOptIns, NoSolicit noSolicit) {
        return scannerOptIns.isEmpty() && noSolicit.equals(NoSolicit.NONE) ? NONE
                : new Treatment(scannerOptIns, List.of(), List.of(), noSolicit, List.of(), List.of(), List.of(), Optional.empty(), SendingLimits.NONE);
    }

    /** The one that says nothing is kept once, however often it is read. */
    public Treatment shared() {
        return equals(NONE) ? NONE : this;
    }
}
