package org.gatepost.smtp.session;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What all sessions of a port hold together, and how much that may be: contents that come in or are judged, what open transactions remember of
 * their recipients, and what TLS remembers of a connection. Content itself is {@link org.gatepost.smtp.spool.SpoolBudget}'s. Safe for all threads.
 */
public final class PortLoad {

    /** Contents at once where nobody says otherwise. */
    public static final int CONTENTS_DEFAULT = 4_000;
    /** Recipients of open transactions where nobody says otherwise. */
    public static final int RECIPIENTS_DEFAULT = 50_000;

    /** Encrypted sessions at once where nobody says otherwise. */
    public static final int ENCRYPTED_DEFAULT = 5_000;

    private final Share contents;
    private final Share recipients;
    private final Share encrypted;

    /**
     * Nothing is held yet.
     *
     * @param contentsMax contents at once, each from DATA or its first BDAT until it is answered. 451 4.3.2
     * @param recipientsMax recipients of all open transactions, each counted as often as it makes copies. 452 4.3.1
     * @param encryptedMax sessions that are encrypted, or about to be. 454 4.7.0; where the handshake comes first the connection is closed
     */
    public PortLoad(int contentsMax, int recipientsMax, int encryptedMax) {
        this.contents = new Share(contentsMax);
        this.recipients = new Share(recipientsMax);
        this.encrypted = new Share(encryptedMax);
    }

    /** Something of which there is so much and no more. */
    static final class Share {
        private final long max;
        private final AtomicLong taken = new AtomicLong();

        private Share(long max) {
            this.max = max;
        }

        /** Takes so many, or none and false. */
        boolean take(long count) {
            if (taken.addAndGet(count) <= max) {
                return true;
            }
            taken.addAndGet(-count);
            return false;
        }

        void giveBack(long count) {
            taken.addAndGet(-count);
        }

        boolean isUsedUp() {
            return taken.get() >= max;
        }

        /** For the trace. */
        @Override
        public String toString() {
            return taken + " of " + max;
        }
    }

    Share contents() {
        return contents;
    }

    Share recipients() {
        return recipients;
    }

    Share encrypted() {
        return encrypted;
    }

    /** Sessions that are encrypted now, or about to be. */
    public long encryptedHeld() {
        return encrypted.taken.get();
    }

    /** Contents coming in or being judged now. */
    public long contentsHeld() {
        return contents.taken.get();
    }

    /** What open transactions remember now, in recipients. */
    public long recipientsHeld() {
        return recipients.taken.get();
    }
}
