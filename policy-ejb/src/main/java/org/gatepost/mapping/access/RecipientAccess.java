package org.gatepost.mapping.access;

import java.util.List;
import java.util.Set;

import org.gatepost.mail.ChannelName;
import org.gatepost.mapping.Flags;
import org.gatepost.mapping.Mappings;
import org.gatepost.smtp.listener.RcptRequest;
import org.gatepost.smtp.protocol.Notify;

/** The four tables asked at RCPT TO: two before the recipient is looked up and expanded, two after. All that exist are asked. */
public enum RecipientAccess {
    ORIG_SEND_ACCESS, ORIG_MAIL_ACCESS, SEND_ACCESS, MAIL_ACCESS;

    /**
     * What this table says.
     *
     * @param from the sender's address as tables are to see it; empty for the null reverse-path
     * @param destination the channel the recipient's copy goes to
     * @param to the recipient: as presented, rewritten; or one that has come of it
     * @param more further fields, which stand behind; none where the channel wants none
     */
    public AccessAnswer ask(Mappings mappings, RcptRequest request, ChannelName source, String from, ChannelName destination, String to, List<String> more) {
        String channels = ProbeText.of(source, from, destination, to) + (more.isEmpty() ? "" : "|" + ProbeText.of(more.toArray()));
        String probe = this == ORIG_MAIL_ACCESS || this == MAIL_ACCESS ? ProbeText.transaction(request.mail()) + "|" + channels : channels;
        return AccessAnswer.of(mappings.ask(name(), probe, flags(request)), false);
    }

    /** Those of the sender; E: after EHLO. S, F, D: a report is wanted of success, failure, delay. L, for LMTP, is never set: no client speaks it to us. */
    static Flags flags(RcptRequest request) {
        Flags flags = FromAccess.flags(request.mail());
        flags = request.mail().hello().extended() ? flags.with('E') : flags;
        Set<Notify> wanted = request.parameters().notifyOn();
        flags = wanted.contains(Notify.SUCCESS) ? flags.with('S') : flags;
        flags = wanted.contains(Notify.FAILURE) ? flags.with('F') : flags;
        return wanted.contains(Notify.DELAY) ? flags.with('D') : flags;
    }
}
