package org.gatepost.mapping.access;

/**
 * A flag that takes its argument from the output. Arguments are parted by vertical bars and stand in this order, in whatever order the flags were written.
 */
public enum AccessArgument {
    DEBUG('U'),
    /** A new reverse-path; FROM_ACCESS alone. */
    ENVELOPE_FROM('J'),
    /** A new Sender, for channels that set one; FROM_ACCESS alone. */
    SENDER('K'),
    /** User and group that must belong together: two arguments. */
    GROUP('I'),
    /** A line for the log. */
    LOG_MATCHED('<'),
    /** A line for the log where the answer refuses. */
    LOG_REFUSED('>'),
    DELAY('D'),
    /** A tag for the message. */
    TAG('T'),
    /** A header line to be added. */
    HEADER('A'),
    /** Tags for conversion. */
    CONVERSION_TAGS('G'),
    /** Size, recipients, and recipients before all are refused. */
    LIMITS('S'),
    /** The enhanced status of a refusal; one of class 4 makes it temporary. */
    STATUS('X'),
    /** What is added to the score of spam. */
    SPAM_ADJUST(',');

    private final char flag;

    AccessArgument(char flag) {
        this.flag = flag;
    }

    char flag() {
        return flag;
    }

    /** Whether it is one where the sender is judged only. */
    boolean isOfSender() {
        return this == ENVELOPE_FROM || this == SENDER;
    }
}
