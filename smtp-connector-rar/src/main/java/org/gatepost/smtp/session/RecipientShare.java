package org.gatepost.smtp.session;

/** What one transaction has taken of the recipients all transactions may hold. For the session's thread; given back once, whoever closes it. */
final class RecipientShare implements AutoCloseable {

    private final PortLoad.Share recipients;
    private long held;

    RecipientShare(PortLoad load) {
        this.recipients = load.recipients();
    }

    /** Takes what is missing to so many, or nothing and false: 452 4.3.1. What it has is kept. */
    boolean growTo(long count) {
        if (count <= held) {
            return true;
        }
        if (!recipients.take(count - held)) {
            return false;
        }
        held = count;
        return true;
    }

    @Override
    public void close() {
        recipients.giveBack(held);
        held = 0;
    }
}
