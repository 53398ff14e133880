package org.gatepost.smtp.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How the sender wants a message handled, beyond what every server understands: the parameters of MAIL FROM that an extension of its own brings.
 *
 * @param smtpUtf8 SMTPUTF8: addresses and header fields may be in UTF-8 (RFC 6531)
 * @param perRecipientReplies PRDR: a reply for each recipient after the content
 * @param solicitations SOLICIT=, its classes as given (RFC 3865 section 2)
 * @param requireTls REQUIRETLS: only over verified TLS, at every hop (RFC 8689)
 * @param release HOLDFOR= or HOLDUNTIL= (RFC 4865)
 * @param deliverBy BY= (RFC 2852)
 * @param priority MT-PRIORITY=, {@link #PRIORITY_MIN} to {@link #PRIORITY_MAX}; 0 where absent, which is the same (RFC 6710 section 3)
 */
public record Handling(boolean smtpUtf8, boolean perRecipientReplies, List<String> solicitations, boolean requireTls, Optional<FutureRelease> release,
        Optional<DeliverBy> deliverBy, int priority) {

    public static final int PRIORITY_MIN = -9;
    public static final int PRIORITY_MAX = 9;

    /** As any other message. */
    public static final Handling NONE = new Handling(false, false, List.of(), false, Optional.empty(), Optional.empty(), 0);

    public Handling {
        solicitations = List.copyOf(solicitations);
        if (priority < PRIORITY_MIN || priority > PRIORITY_MAX) {
            throw new IllegalArgumentException("a priority is -9 to 9, not " + priority);
        }
    }

    public Handling withSmtpUtf8() {
        return new Handling(true, perRecipientReplies, solicitations, requireTls, release, deliverBy, priority);
    }

    public Handling withPerRecipientReplies() {
        return new Handling(smtpUtf8, true, solicitations, requireTls, release, deliverBy, priority);
    }

    public Handling withSolicitations(List<String> classes) {
        return new Handling(smtpUtf8, perRecipientReplies, classes, requireTls, release, deliverBy, priority);
    }

    public Handling withRequireTls() {
        return new Handling(smtpUtf8, perRecipientReplies, solicitations, true, release, deliverBy, priority);
    }

    public Handling withRelease(FutureRelease when) {
        return new Handling(smtpUtf8, perRecipientReplies, solicitations, requireTls, Optional.of(when), deliverBy, priority);
    }

    public Handling withDeliverBy(DeliverBy by) {
        return new Handling(smtpUtf8, perRecipientReplies, solicitations, requireTls, release, Optional.of(by), priority);
    }

    public Handling withPriority(int other) {
        return new Handling(smtpUtf8, perRecipientReplies, solicitations, requireTls, release, deliverBy, other);
    }

    /** As the parameters are written, for a trace; empty for {@link #NONE}. */
    public List<String> words() {
        List<String> words = new ArrayList<>();
        if (smtpUtf8) {
            words.add("SMTPUTF8");
        }
        if (perRecipientReplies) {
            words.add("PRDR");
        }
        if (!solicitations.isEmpty()) {
            words.add("SOLICIT=" + String.join(",", solicitations));
        }
        if (requireTls) {
            words.add("REQUIRETLS");
        }
        release.ifPresent(when -> words.add(when.toString()));
        deliverBy.ifPresent(by -> words.add("BY=" + by));
        if (priority != 0) {
            words.add("MT-PRIORITY=" + priority);
        }
        return words;
    }
}
