package org.gatepost.smtp.protocol;

import java.util.List;

/** A service extension this server knows, in the order EHLO shows them (RFC 5321 section 2.2). Which are offered, {@link ServiceOffer} says. */
public enum Extension {
    /** RFC 2920. */
    PIPELINING(0, 0, List.of(), List.of()),
    /** RFC 1870 section 4: MAIL grows by 26. */
    SIZE(26, 0, List.of("SIZE"), List.of()),
    /** RFC 6152 section 2: MAIL grows by 17. */
    EIGHT_BIT_MIME(17, 0, List.of("BODY"), List.of()),
    /** RFC 2034. */
    ENHANCED_STATUS_CODES(0, 0, List.of(), List.of()),
    /** RFC 3461 section 4: MAIL grows by RET 8 and ENVID 107, RCPT by NOTIFY 28 and ORCPT 501. */
    DSN(115, 529, List.of("RET", "ENVID"), List.of("NOTIFY", "ORCPT")),
    /** RFC 3030. */
    CHUNKING(0, 0, List.of(), List.of()),
    /**
     * RFC 4954: MAIL grows by 500 (section 3). Its parameters are the mechanisms; offered with none, the command is known but not shown, so that a client that
     * tries all the same is told what is missing, and MAIL has no parameter more.
     */
    AUTH(500, 0, List.of("AUTH"), List.of()),
    /** RFC 3207. */
    STARTTLS(0, 0, List.of(), List.of()),
    /** Postfix's, for a host before us that we trust: it tells whose connection this is. Its parameters are the attributes taken. */
    XCLIENT(0, 0, List.of(), List.of()),
    /** RFC 3030 section 3: a value of BODY, and so nothing without {@link #EIGHT_BIT_MIME} and {@link #CHUNKING}. */
    BINARYMIME(0, 0, List.of(), List.of()),
    /** RFC 6531 section 3.4: MAIL, VRFY and EXPN grow by 10. */
    SMTPUTF8(10, 0, List.of("SMTPUTF8"), List.of()),
    /** RFC 9422. */
    LIMITS(0, 0, List.of(), List.of()),
    /** Replies for each recipient after the content; draft-hall-prdr-00 section 4. */
    PRDR(5, 0, List.of("PRDR"), List.of()),
    /** RFC 3865 section 2: MAIL grows by 1007. */
    NO_SOLICITING(1_007, 0, List.of("SOLICIT"), List.of()),
    /** RFC 8689 section 2. */
    REQUIRETLS(11, 0, List.of("REQUIRETLS"), List.of()),
    /** RFC 4865 section 4: MAIL grows by 34. */
    FUTURERELEASE(34, 0, List.of("HOLDFOR", "HOLDUNTIL"), List.of()),
    /** RFC 2852 section 3: MAIL grows by 17. */
    DELIVERBY(17, 0, List.of("BY"), List.of()),
    /** RFC 6710 section 3: MAIL grows by 15. */
    MT_PRIORITY(15, 0, List.of("MT-PRIORITY"), List.of()),
    /** RFC 1985. */
    ETRN(0, 0, List.of(), List.of()),
    /** RFC 5321 section 3.5.2: listed where a channel opens it. */
    EXPN(0, 0, List.of(), List.of()),
    /** RFC 5321 section 4.1.1.1. */
    HELP(0, 0, List.of(), List.of());

    /** The longest line of an authentication, CRLF included: AUTH with its initial response, or the answer to a challenge (RFC 4954 section 4). */
    public static final int AUTH_LINE_OCTETS_MAX = 12_288;

    private static final int COMMAND_LINE_OCTETS = 512;

    private final int mailOctets;
    private final int rcptOctets;
    private final List<String> mailParameters;
    private final List<String> rcptParameters;

    /**
     * @param mailOctets by how much it makes the longest MAIL longer
     * @param rcptOctets the same of RCPT
     */
    Extension(int mailOctets, int rcptOctets, List<String> mailParameters, List<String> rcptParameters) {
        this.mailOctets = mailOctets;
        this.rcptOctets = rcptOctets;
        this.mailParameters = mailParameters;
        this.rcptParameters = rcptParameters;
    }

    /** The parameters it adds to MAIL, in upper case. */
    List<String> mailParameters() {
        return mailParameters;
    }

    /** The parameters it adds to RCPT, in upper case. */
    List<String> rcptParameters() {
        return rcptParameters;
    }

    /** As EHLO shows it, without parameters. */
    public String keyword() {
        return switch (this) {
            case EIGHT_BIT_MIME -> "8BITMIME";
            case ENHANCED_STATUS_CODES -> "ENHANCEDSTATUSCODES";
            case NO_SOLICITING -> "NO-SOLICITING";
            case MT_PRIORITY -> "MT-PRIORITY";
            case PIPELINING, SIZE, DSN, CHUNKING, AUTH, STARTTLS, XCLIENT, BINARYMIME, SMTPUTF8, LIMITS, PRDR, REQUIRETLS, FUTURERELEASE, DELIVERBY, ETRN, EXPN, HELP ->
                name();
        };
    }

    /** The longest command line with everything offered, CRLF included: 512 octets (RFC 5321 section 4.5.3.1.4) and what the extensions add. */
    public static int commandLineOctetsMax() {
        int mail = COMMAND_LINE_OCTETS;
        int rcpt = COMMAND_LINE_OCTETS;
        for (Extension extension : values()) {
            mail += extension.mailOctets;
            rcpt += extension.rcptOctets;
        }
        return Math.max(mail, rcpt);
    }
}
