package org.gatepost.ee.admin;

/** What can be done to an entry of the queue by hand. */
public enum QueueAction {
    /** Its waiting recipients are kept until somebody releases them. */
    HOLD(true),
    /** Its held recipients wait for delivery again, at once, by the way their addresses lead now; attempts are kept where the way is the same. */
    RELEASE(true),
    /** The next attempt is now. */
    RETRY(true),
    /** Its open recipients' copy, one for all, goes to another address. */
    REDIRECT(false),
    /** It goes back: the sender gets a DSN for each recipient, by the next attempt. */
    RETURN(false),
    /** It is discarded; nobody is told. */
    DELETE(false);

    private final boolean helpdesk;

    QueueAction(boolean helpdesk) {
        this.helpdesk = helpdesk;
    }

    /** Whether the helpdesk may do it; a postmaster may do all. */
    public boolean isForHelpdesk() {
        return helpdesk;
    }

    /** Whether something is to be tried now because of it. */
    boolean makesDue() {
        return switch (this) {
            case RELEASE, RETRY, REDIRECT, RETURN -> true;
            case HOLD, DELETE -> false;
        };
    }

    /** As the audit names it. */
    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
