package org.gatepost.directory;

/** Whose mailbox a copy goes to: the user, and the domain the user was found in; both say how its mail is treated. */
public record LocalMailbox(MailUser user, MailDomain domain) {
}
