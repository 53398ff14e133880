package org.gatepost.smtp.protocol;

import java.util.Optional;
import java.util.Set;

/**
 * The parameters of RCPT TO (RFC 3461).
 *
 * @param notifyOn NOTIFY=; empty where the client said nothing, which means failure and perhaps delay (section 4.1)
 * @param orcpt ORCPT=
 */
public record RcptParameters(Set<Notify> notifyOn, Optional<OriginalRecipient> orcpt) {

    public static final RcptParameters NONE = new RcptParameters(Set.of(), Optional.empty());

    public RcptParameters {
        if (notifyOn.contains(Notify.NEVER) && notifyOn.size() > 1) {
            throw new IllegalArgumentException("NOTIFY=NEVER stands alone (RFC 3461 section 4.1)");
        }
        notifyOn = Set.copyOf(notifyOn);
    }

    /** Whether a failure is to be reported: by default it is. */
    public boolean notifiesFailure() {
        return notifyOn.isEmpty() || notifyOn.contains(Notify.FAILURE);
    }

    /** Whether a delay is to be reported: by default it is. */
    public boolean notifiesDelay() {
        return notifyOn.isEmpty() || notifyOn.contains(Notify.DELAY);
    }

    public boolean notifiesSuccess() {
        return notifyOn.contains(Notify.SUCCESS);
    }

    /** Whether nothing is to be reported. */
    public boolean notifiesNever() {
        return notifyOn.contains(Notify.NEVER);
    }
}
