package org.gatepost.dns;

import java.util.Locale;

/**
 * An MX record (RFC 1035 section 3.3.9).
 *
 * @param preference lower is tried first
 * @param host in lower case, without the last dot; empty for the root, which says that no mail is taken (RFC 7505)
 */
public record MailExchanger(int preference, String host) {

    public MailExchanger {
        host = host.toLowerCase(Locale.ROOT);
    }
}
