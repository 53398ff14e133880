package org.gatepost.mail;

import org.gatepost.smtp.protocol.ForwardPath;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.RcptParameters;

/**
 * One recipient of a message.
 *
 * @param address where the copy goes: after alias, forwarding and expansion; what the next hop is given
 * @param presented the forward-path the client gave; several recipients can come from one
 * @param parameters NOTIFY and ORCPT as the client gave them
 */
public record Recipient(Mailbox address, ForwardPath presented, RcptParameters parameters) {

    /** The address its sender is told of: without a detail that is not the sender's own, which is the folder a script chose. */
    public Mailbox told() {
        String detail = address.localPart().substring(address.user().length());
        return detail.isEmpty() || presented.mailbox().localPart().endsWith(detail) ? address : new Mailbox(address.user(), address.domain());
    }
}
