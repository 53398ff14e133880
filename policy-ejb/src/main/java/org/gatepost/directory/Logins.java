package org.gatepost.directory;

import org.gatepost.stage.Match;

/**
 * Port: the directory's users as those who log in. Nothing is remembered from one question to the next; every answer comes within the adapter's deadline.
 * Safe for use by many threads.
 */
public interface Logins {

    /** Nobody can log in, because there is no directory. */
    Logins NONE = new Logins() {
        @Override
        public Match<LoginUser> user(MailDomain domain, String name) {
            return new Match.Unavailable<>("no directory");
        }

        @Override
        public Match<String> bind(String dn, byte[] password) {
            return new Match.Unavailable<>("no directory");
        }
    };

    /**
     * The user of a domain with this name: its uid, or the local part of one of its addresses. {@link Match.Conflicting}: two have it.
     *
     * @param name what the client said, without the domain
     */
    Match<LoginUser> user(MailDomain domain, String name);

    /**
     * Whether the directory takes this password for this entry: its name, or {@link Match.NotFound} where it does not, also where there is no such entry.
     *
     * @param password not empty: a bind without a password succeeds and proves nothing (RFC 4513 section 5.1.2)
     */
    Match<String> bind(String dn, byte[] password);
}
