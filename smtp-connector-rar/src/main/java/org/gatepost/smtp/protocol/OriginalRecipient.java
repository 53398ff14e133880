package org.gatepost.smtp.protocol;

/**
 * ORCPT=: the recipient as the sender first wrote it (RFC 3461 section 4.2).
 *
 * @param addressType such as {@code rfc822}
 * @param address decoded from xtext
 */
public record OriginalRecipient(String addressType, String address) {

    /** {@code rfc822;alice@example.com}, as a report's Original-Recipient field has it (RFC 3464 section 2.3.1). */
    @Override
    public String toString() {
        return addressType + ";" + address;
    }
}
