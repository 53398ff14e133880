package org.gatepost.smtp.protocol;

/** The argument of RCPT TO: one recipient (RFC 5321 section 3.3). Source routes are read and dropped (section 4.1.1.3, appendix C). */
public record ForwardPath(Mailbox mailbox) {

    /** {@code <Postmaster>} without a domain, which every server takes (RFC 5321 section 4.5.1). */
    public static final ForwardPath POSTMASTER = new ForwardPath(new Mailbox("postmaster", ""));

    public static ForwardPath of(String localPart, String domain) {
        return new ForwardPath(new Mailbox(localPart, domain));
    }

    /** True for {@code <Postmaster>} alone. */
    public boolean isBarePostmaster() {
        return mailbox.domain().isEmpty();
    }

    public String address() {
        return mailbox.address();
    }

    @Override
    public String toString() {
        return "<" + address() + ">";
    }
}
