package org.gatepost.directory;

import org.gatepost.smtp.protocol.Reply;

/** The standing replies to a recipient, by what the directory said. Short, polite, and free of configuration. */
final class AccountReplies {

    static final Reply INACTIVE = Reply.of(450, "4.2.1", "Mailbox is temporarily not accepting mail");
    static final Reply OVER_QUOTA = Reply.of(452, "4.2.2", "Mailbox is over its quota");
    static final Reply DISABLED = Reply.of(550, "5.2.1", "Mailbox is disabled and cannot receive mail");
    /** One text for unknown, deleted and removed, so that nobody learns who was here. */
    static final Reply UNKNOWN = Reply.of(550, "5.1.1", "No such mailbox here");
    static final Reply TOO_LARGE = Reply.of(552, "5.2.3", "Message is larger than this recipient accepts");
    static final Reply UNAVAILABLE = Reply.of(451, "4.4.3", "Recipient cannot be verified now, please try again later");
    static final Reply CONFLICTING = Reply.of(451, "4.3.0", "Recipient cannot be resolved now, please try again later");
    static final Reply NOT_PERMITTED = Reply.of(550, "5.7.1", "Not permitted to send to this address");
    static final Reply NO_MEMBERS = Reply.of(550, "5.2.4", "Nobody receives mail sent to this address");

    private AccountReplies() {
    }
}
