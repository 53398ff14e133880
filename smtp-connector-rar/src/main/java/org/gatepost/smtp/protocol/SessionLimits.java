package org.gatepost.smtp.protocol;

import java.time.Duration;

/**
 * What one session may do. Policy can replace the limits at each stage; the connector enforces what it was told last.
 *
 * @param messageOctetsMax greatest content, in octets; shown as SIZE (RFC 1870). 552 5.3.4
 * @param recipientsMax recipients in a transaction, at least 100 (RFC 5321 section 4.5.3.1.8). 452 4.5.3
 * @param headerOctetsMax greatest header section. 552 5.3.4
 * @param textLineOctetsMax longest line of content, without CRLF. 550 5.6.0
 * @param errorsMax refused or unknown commands in a session. 421 4.7.0
 * @param transactionsMax MAIL commands in a session. 450 4.5.3
 * @param idle longest silence of the client. 421 4.4.2
 * @param whole longest session. 421 4.4.2
 * @param bareLineFeed what becomes of bare LF in content
 * @param offer what EHLO shows, and what is then understood
 * @param link what holds for the connection below
 * @param counts how much of something the client may do besides
 */
public record SessionLimits(long messageOctetsMax, int recipientsMax, int headerOctetsMax, int textLineOctetsMax, int errorsMax,
        int transactionsMax, Duration idle, Duration whole, BareLineFeed bareLineFeed, ServiceOffer offer, LinkTerms link, CountLimits counts) {

    /** The defaults of a fresh start: 100 MiB, 1,000 recipients, 256 KiB of header, 64 KiB a line, 10 errors, 5 minutes idle, 1 hour in all. */
    public static final SessionLimits DEFAULT = new SessionLimits(100L << 20, 1_000, 256 << 10, 64 << 10, 10, 10_000, Duration.ofMinutes(5),
            Duration.ofHours(1), BareLineFeed.NORMALIZE, ServiceOffer.DEFAULT);

    /** On a connection of which policy says nothing. */
    public SessionLimits(long messageOctetsMax, int recipientsMax, int headerOctetsMax, int textLineOctetsMax, int errorsMax,
            int transactionsMax, Duration idle, Duration whole, BareLineFeed bareLineFeed, ServiceOffer offer) {
        this(messageOctetsMax, recipientsMax, headerOctetsMax, textLineOctetsMax, errorsMax, transactionsMax, idle, whole, bareLineFeed, offer,
                LinkTerms.DEFAULT, CountLimits.NONE);
    }

    /** The same with another offer. */
    public SessionLimits offering(ServiceOffer other) {
        return new SessionLimits(messageOctetsMax, recipientsMax, headerOctetsMax, textLineOctetsMax, errorsMax, transactionsMax, idle, whole, bareLineFeed,
                other, link, counts);
    }

    /** The same with other counts. */
    public SessionLimits counting(CountLimits others) {
        return new SessionLimits(messageOctetsMax, recipientsMax, headerOctetsMax, textLineOctetsMax, errorsMax, transactionsMax, idle, whole, bareLineFeed,
                offer, link, others);
    }

    /** The same with other terms of the connection. */
    public SessionLimits on(LinkTerms terms) {
        return new SessionLimits(messageOctetsMax, recipientsMax, headerOctetsMax, textLineOctetsMax, errorsMax, transactionsMax, idle, whole, bareLineFeed,
                offer, terms, counts);
    }
}
