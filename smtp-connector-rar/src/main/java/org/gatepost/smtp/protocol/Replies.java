package org.gatepost.smtp.protocol;

import java.util.ArrayList;
import java.util.List;

/**
 * Every standing reply, the connector's and policy's, so that what the world sees of us can be read in one place. Short, polite, free of
 * configuration; the private reason goes to the log.
 */
public final class Replies {

    // The session itself (RFC 5321 section 4.3.2).
    public static final Reply OK = Reply.of(250, "2.0.0", "ok");
    public static final Reply BYE = Reply.of(221, "2.0.0", "goodbye");
    public static final Reply SENDER_OK = Reply.of(250, "2.1.0", "sender ok");
    public static final Reply RECIPIENT_OK = Reply.of(250, "2.1.5", "recipient ok");
    public static final Reply START_CONTENT = Reply.of(354, "", "send the message, end with a dot on a line of its own");
    public static final Reply CANNOT_VERIFY = Reply.of(252, "2.5.0", "cannot verify, but will take the message and try");

    // Commands refused by the connector (RFC 5321 section 4.2.4, RFC 3463 section 3.6).
    public static final Reply UNKNOWN_COMMAND = Reply.of(500, "5.5.1", "command not recognized");
    public static final Reply NOT_IMPLEMENTED = Reply.of(502, "5.5.1", "command not implemented");
    public static final Reply LINE_TOO_LONG = Reply.of(500, "5.5.2", "command line too long");
    public static final Reply BAD_LINE_ENDING = Reply.of(550, "5.5.2", "lines must end with CR LF and hold no NUL, CR or LF elsewhere");
    public static final Reply NO_SUCH_TOPIC = Reply.of(504, "5.5.4", "no help on that");
    public static final Reply HELLO_FIRST = Reply.of(503, "5.5.1", "say EHLO or HELO first");
    public static final Reply MAIL_FIRST = Reply.of(503, "5.5.1", "say MAIL first");
    public static final Reply RCPT_FIRST = Reply.of(503, "5.5.1", "say RCPT first");
    public static final Reply NESTED_MAIL = Reply.of(503, "5.5.1", "a sender was given already");
    public static final Reply CHUNKS_BEGUN = Reply.of(503, "5.5.1", "a message is being sent in chunks");
    public static final Reply NO_VALID_RECIPIENTS = Reply.of(554, "5.5.1", "no valid recipients");
    public static final Reply UNKNOWN_PARAMETER = Reply.of(555, "5.5.4", "parameter not recognized");
    public static final Reply BAD_SENDER_SYNTAX = Reply.of(501, "5.1.7", "sender address is malformed");
    public static final Reply BAD_RECIPIENT_SYNTAX = Reply.of(501, "5.1.3", "recipient address is malformed");

    // Authentication (RFC 4954 section 6). One text for whoever may not log in, whatever the reason: nobody is to learn it.
    public static final Reply AUTHENTICATED = Reply.of(235, "2.7.0", "authenticated");
    public static final Reply ALREADY_AUTHENTICATED = Reply.of(503, "5.5.1", "authenticated already");
    public static final Reply NO_AUTH_IN_TRANSACTION = Reply.of(503, "5.5.1", "not in the middle of a message");
    public static final Reply AUTH_CANCELLED = Reply.of(501, "5.7.0", "authentication cancelled");
    public static final Reply AUTH_NOT_BASE64 = Reply.of(501, "5.5.2", "not base64");
    public static final Reply AUTH_LINE_TOO_LONG = Reply.of(500, "5.5.6", "authentication exchange line is too long");
    public static final Reply UNKNOWN_MECHANISM = Reply.of(504, "5.5.4", "authentication mechanism not offered");
    public static final Reply BAD_CREDENTIALS = Reply.of(535, "5.7.8", "authentication failed");
    public static final Reply CANNOT_AUTHENTICATE = Reply.of(454, "4.7.0", "cannot authenticate you now, please try again later");
    public static final Reply TOO_MANY_AUTH_FAILURES = Reply.of(454, "4.7.0", "too many failures, please try again later");
    public static final Reply MECHANISM_TOO_WEAK = Reply.of(534, "5.7.9", "this account needs a stronger authentication mechanism");
    public static final Reply ENCRYPTION_NEEDED = Reply.of(538, "5.7.11", "encryption needed for this mechanism");
    public static final Reply LOGIN_NOT_TAKEN = Reply.of(554, "5.7.8", "this user may not log in");
    public static final Reply CANNOT_AUTHENTICATE_AT_CONNECT = Reply.of(421, "4.7.0", "cannot authenticate you now, please try again later");
    public static final Reply AUTHENTICATION_REQUIRED = Reply.of(530, "5.7.0", "authentication required");
    public static final Reply NOT_YOUR_ADDRESS = Reply.of(550, "5.7.1", "this sender address is not one of yours");
    public static final Reply ADDRESS_NOT_ALLOWED = Reply.of(550, "5.7.1", "you are not allowed to use this address");
    public static final Reply CONNECTION_NOT_ALLOWED = Reply.of(554, "5.7.1", "connections from your address are not accepted");
    // Encryption, and who stands before us (RFC 3207 section 4).
    public static final Reply READY_FOR_TLS = Reply.of(220, "2.0.0", "ready, begin the handshake");
    public static final Reply TLS_UNAVAILABLE = Reply.of(454, "4.7.0", "TLS is not available now");
    public static final Reply TLS_ACTIVE = Reply.of(503, "5.5.1", "this connection is encrypted already");
    public static final Reply NOT_IN_TRANSACTION = Reply.of(503, "5.5.1", "not inside a mail transaction");
    public static final Reply INPUT_BEHIND_STARTTLS = Reply.of(554, "5.5.1", "nothing may follow STARTTLS before the handshake");
    public static final Reply TLS_REQUIRED = Reply.of(530, "5.7.0", "Must issue a STARTTLS command first");
    public static final Reply HANDSHAKE_FAILED = Reply.of(454, "4.7.0", "the TLS handshake failed");
    public static final Reply PROXY_HEADER_WRONG = Reply.of(421, "4.7.0", "no PROXY header came");
    public static final Reply PROXY_NOT_TRUSTED = Reply.of(554, "5.7.1", "access denied");
    public static final Reply BINARY_NEEDS_CHUNKS = Reply.of(503, "5.5.1", "a message with BODY=BINARYMIME comes by BDAT");
    public static final Reply UTF8_SENDER_NOT_DECLARED = Reply.of(553, "5.6.7", "a sender address in UTF-8 needs the parameter SMTPUTF8");
    public static final Reply UTF8_RECIPIENT_NOT_DECLARED = Reply.of(553, "5.6.7", "a recipient address in UTF-8 needs the parameter SMTPUTF8 of MAIL");
    public static final Reply UTF8_REPLY_NEEDED = Reply.of(252, "2.6.8", "the answer is in UTF-8, ask again with SMTPUTF8");
    public static final Reply TURN_REFUSED = Reply.of(459, "4.7.1", "not for you");
    public static final Reply TURN_TOO_SOON = Reply.of(458, "4.3.2", "asked for a moment ago, please try again later");
    public static final Reply TURN_IMPOSSIBLE = Reply.of(458, "4.3.0", "cannot begin now, please try again later");
    public static final Reply TURN_NEEDS_DOMAIN = Reply.of(459, "4.7.1", "name a domain");
    public static final Reply NO_TURN_OF_QUEUE = Reply.of(459, "4.7.1", "no such queue");
    public static final Reply NOT_A_LIST = Reply.of(550, "5.2.4", "not a mailing list");
    public static final Reply RECIPIENT_CONTENT_OK = Reply.of(250, "2.1.5", "recipient ok");
    public static final Reply JUDGING_RECIPIENTS = Reply.of(353, "", "a reply for each recipient follows, then one for the message");
    public static final Reply SOLICITATION_REFUSED = Reply.of(550, "5.7.1", "solicitations of this kind are not wanted here");
    public static final Reply RELEASE_TOO_LATE = Reply.of(501, "5.5.4", "a message is not held that long here");
    public static final Reply DELIVER_BY_TOO_SOON = Reply.of(554, "5.4.7", "cannot promise delivery in so short a time");

    // Limits and the end of a session.
    public static final Reply TOO_MANY_RECIPIENTS = Reply.of(452, "4.5.3", "too many recipients, send the rest in another transaction");
    public static final Reply TOO_MANY_TRANSACTIONS = Reply.of(450, "4.5.3", "too many messages in this session, connect again");
    public static final Reply RECIPIENTS_CUT_OFF = Reply.of(451, "4.4.5", "error ending envelope, too many recipients");
    public static final Reply TOO_MANY_REJECTED = Reply.of(450, "4.5.3", "too many recipients refused in this session, please try again later");
    public static final Reply SESSION_LIMIT_REACHED = Reply.of(421, "4.7.0", "limit of this session reached, disconnecting");
    public static final Reply TALKS_FIRST = Reply.of(554, "5.5.1", "a client waits for the greeting");
    public static final Reply TOO_MANY_ERRORS = Reply.of(421, "4.7.0", "too many errors, closing");
    public static final Reply IDLE_TOO_LONG = Reply.of(421, "4.4.2", "nothing heard for too long, closing");
    public static final Reply SESSION_TOO_LONG = Reply.of(421, "4.4.2", "this session has lasted too long, closing");
    public static final Reply CONTENT_TOO_SLOW = Reply.of(421, "4.4.2", "the message is sent too slowly, closing");
    public static final Reply SHUTTING_DOWN = Reply.of(421, "4.3.2", "shutting down, please try again later");
    public static final Reply TOO_MANY_CONNECTIONS = Reply.of(421, "4.3.2", "too many connections, please try again later");
    public static final Reply TOO_MANY_CONNECTIONS_OF_CLIENT = Reply.of(421, "4.7.0", "too many connections from your address");
    public static final Reply SYSTEM_BUSY = Reply.of(451, "4.3.2", "busy, please try again later");
    public static final Reply SYSTEM_BUSY_AT_CONNECT = Reply.of(421, "4.3.2", "busy, please try again later");
    public static final Reply CLOSING_AFTER_ERROR = Reply.of(421, "4.3.0", "local error, closing");
    public static final Reply LOCAL_ERROR = Reply.of(451, "4.3.0", "local error, please try again later");

    // Content.
    public static final Reply MESSAGE_TOO_LARGE = Reply.of(552, "5.3.4", "message too large");
    public static final Reply HEADER_TOO_LARGE = Reply.of(552, "5.3.4", "header section too large");
    public static final Reply LINE_OF_CONTENT_TOO_LONG = Reply.of(550, "5.6.0", "a line of the message is too long");
    public static final Reply PART_OF_A_MESSAGE = Reply.of(550, "5.6.1", "parts of a message (message/partial) are not taken here, please send it whole");
    public static final Reply PART_DOES_NOT_FIT = Reply.of(550, "5.6.0", "this part of a message does not fit the others, please send it whole");
    public static final Reply PARTS_TOO_MANY = Reply.of(552, "5.3.4", "a message in too many parts, please send it whole");
    public static final Reply CANNOT_PUT_TOGETHER = Reply.of(451, "4.3.0", "the parts of this message cannot be put together now, please try again later");
    public static final Reply INSUFFICIENT_STORAGE = Reply.of(452, "4.3.1", "insufficient storage, please try again later");
    public static final Reply TOO_MANY_HOPS = Reply.of(554, "5.4.6", "too many hops, this message may be in a loop");
    public static final Reply SCANNER_UNAVAILABLE = Reply.of(451, "4.7.1", "message cannot be checked now, please try again later");
    public static final Reply FILTER_REFUSED = Reply.of(550, "5.7.1", "message refused");
    public static final Reply FILTER_DEFERRED = Reply.of(451, "4.7.1", "message deferred, please try again later");
    public static final Reply CANNOT_DECIDE_CONTENT = Reply.of(451, "4.3.0", "cannot decide about this message now, please try again later");
    public static final Reply COULD_NOT_STORE = Reply.of(451, "4.3.0", "message could not be stored, please try again later");

    // Recipients: the status of a user, of its domain or of a group. One text for unknown, deleted and removed: nobody is to learn which.
    public static final Reply NO_SUCH_USER = Reply.of(550, "5.1.1", "no such user here");
    public static final Reply MAILBOX_INACTIVE = Reply.of(450, "4.2.1", "mailbox is inactive, please try again later");
    public static final Reply MAILBOX_DISABLED = Reply.of(550, "5.2.1", "mailbox is disabled");
    public static final Reply MAILBOX_FULL = Reply.of(452, "4.2.2", "mailbox is full, please try again later");
    public static final Reply MAILBOX_FULL_FOR_GOOD = Reply.of(552, "5.2.2", "mailbox is full");
    public static final Reply MAILBOX_TAKES_NOTHING_NOW = Reply.of(450, "4.2.0", "mailbox takes no mail now");
    public static final Reply TOO_LARGE_FOR_RECIPIENT = Reply.of(552, "5.2.3", "message too large for this recipient");
    public static final Reply RELAYING_DENIED = Reply.of(550, "5.7.1", "relaying denied");
    public static final Reply NOT_ALLOWED_TO_POST = Reply.of(550, "5.7.1", "you are not allowed to post to this list");
    public static final Reply NO_MEMBERS = Reply.of(550, "5.2.4", "nobody receives mail sent to this list");
    public static final Reply DIRECTORY_UNAVAILABLE = Reply.of(451, "4.4.3", "cannot look up this recipient now, please try again later");
    public static final Reply NEXT_HOP_SILENT = Reply.of(451, "4.4.1", "cannot ask whether this recipient exists now, please try again later");
    public static final Reply CANNOT_DECIDE = Reply.of(451, "4.3.0", "cannot decide about this address now, please try again later");
    public static final Reply DIRECTORY_CONFLICT = Reply.of(451, "4.3.0", "this recipient cannot be determined now, please try again later");

    // RFC 6647 section 2.4
    public static final Reply GREYLISTED = Reply.of(451, "4.7.1", "we do not know you yet, please try again later");

    // Strangers' names and addresses, as DNS knows them (RFC 3463 section 3.2, RFC 7372, RFC 7505 section 4.2).
    public static final Reply SENDER_DOMAIN_NOWHERE = Reply.of(550, "5.1.8", "the sender's domain does not exist, or nobody takes mail for it");
    public static final Reply SENDER_DOMAIN_UNVERIFIED = Reply.of(450, "4.1.8", "cannot look up the sender's domain now, please try again later");
    public static final Reply SENDER_TAKES_NO_MAIL = Reply.of(550, "5.7.27", "the sender's domain says that it takes no mail");
    public static final Reply OUR_DOMAIN_NEEDS_LOGIN = Reply.of(550, "5.7.1", "mail from this domain needs authentication");
    public static final Reply LISTS_UNAVAILABLE = Reply.of(451, "4.4.3", "cannot check your address now, please try again later");

    // Not said in a session, but in the report to a sender.
    public static final Reply REQUIRETLS_NOT_KEPT = Reply.of(550, "5.7.30", "the next hop cannot be trusted to protect this message as its sender asked");
    public static final Reply SMTPUTF8_NOT_OFFERED = Reply.of(550, "5.6.7", "the next hop takes no internationalized addresses");
    public static final Reply TOO_LARGE_FOR_NEXT_HOP = Reply.of(552, "5.3.4", "message too large for the next hop");
    public static final Reply CONVERSION_PROHIBITED = Reply.of(554, "5.6.2", "the next hop takes no 8-bit content, and this one is not to be converted");
    public static final Reply NOT_CONVERTIBLE = Reply.of(554, "5.6.3", "the next hop takes no 8-bit content, and this one cannot be converted");
    public static final Reply DOMAIN_TAKES_NO_MAIL = Reply.of(556, "5.1.10", "the domain takes no mail");
    public static final Reply NO_SUCH_DOMAIN = Reply.of(550, "5.1.2", "the domain does not exist");
    public static final Reply DOMAIN_WITHOUT_HOST = Reply.of(550, "5.4.4", "no mail host of the domain has an address");
    public static final Reply LEADS_BACK_TO_US = Reply.of(554, "5.4.6", "mail for the domain leads back to us");
    public static final Reply CHANNEL_LEADS_NOWHERE = Reply.of(451, "4.3.5", "policy names no destination for this channel");
    public static final Reply FILTER_CARRIES_NO_ENVID = Reply.of(451, "4.3.5", "the filter does not offer DSN, so that nothing it returns could be known again");
    public static final Reply NOT_AWAITED = Reply.of(550, "5.7.1", "nothing of the kind is awaited here");
    public static final Reply CANNOT_TELL_WHAT_IS_AWAITED = Reply.of(451, "4.3.0", "cannot tell now what is awaited here, please try again later");
    public static final Reply LEADS_THROUGH_FILTER_AGAIN = Reply.of(550, "5.4.6", "this message comes from our own filter and does not enter here");
    public static final Reply DELIVERY_STOPPED = Reply.of(450, "4.3.2", "delivery is stopped by the postmaster");
    public static final Reply NEXT_HOP_LACKS_DELIVERBY = Reply.of(550, "5.3.3", "the next hop does not promise to return the message in time, as the sender requires");
    public static final Reply PARTS_MISSING = Reply.of(550, "5.4.7", "the other parts of this message did not come in time");
    public static final Reply RETURNED_BY_POSTMASTER = Reply.of(550, "5.0.0", "returned to its sender by the postmaster");

    /** Lines of a script's reason that are said. */
    private static final int SCRIPT_LINES_MAX = 10;

    private Replies() {
    }

    /** The greeting of a new connection (RFC 5321 section 4.3.1: the name comes first). */
    public static Reply greeting(String hostname) {
        return Reply.quoting(220, "", hostname + " ESMTP Gatepost");
    }

    /** The answer to HELO. */
    public static Reply helo(String hostname) {
        return Reply.quoting(250, "", hostname);
    }

    /** The answer to EHLO: every extension that is offered, SIZE with the greatest message in octets. */
    public static Reply ehlo(String hostname, ServiceOffer offer, long messageOctetsMax) {
        List<String> lines = new ArrayList<>(List.of(hostname));
        lines.addAll(offer.lines(messageOctetsMax));
        return new Reply(250, EnhancedStatus.ABSENT, lines);
    }

    /** A refusal that closes the connection, as one for now: 421, whatever the code was (RFC 5321 section 3.8). */
    public static Reply closing(Reply refusal) {
        return new Reply(421, refusal.status().isAbsent() ? EnhancedStatus.ABSENT : refusal.status().inClass(4), refusal.lines());
    }

    /** The message is durably ours, under this queue id. */
    public static Reply queued(String id) {
        return Reply.quoting(250, "2.0.0", "queued as " + id);
    }

    /** A scanner found malware; the text says by what names, so that a sender in good faith knows what to look for. */
    public static Reply infected(List<String> names) {
        return Reply.quoting(550, "5.7.1", "message refused, it carries malware: " + String.join(", ", names));
    }

    /** An engine's rules do not let in what the message carries, such as a kind of attachment; the text says what. */
    public static Reply forbiddenContent(List<String> what) {
        return Reply.quoting(550, "5.7.1", "message refused, it carries what is not let in here: " + String.join(", ", what));
    }

    /** A recipient's script, or one of its domain, channel or ours, refuses the message; the text is the script's (RFC 5429 section 2.1.1): some lines of it. */
    public static Reply scriptRefused(String reason) {
        List<String> lines = reason.lines().filter(line -> !line.isBlank()).limit(SCRIPT_LINES_MAX)
                .map(line -> Reply.quoting(550, "5.7.1", line).lines().getFirst()).toList();
        return new Reply(550, EnhancedStatus.of("5.7.1"), lines.isEmpty() ? List.of("message refused") : lines);
    }

    /** Rewrite rules take no such recipient, and say why. */
    public static Reply notRewritten(String text) {
        return Reply.quoting(550, "5.1.2", text);
    }

    /** They take no such sender. */
    public static Reply senderNotRewritten(String text) {
        return Reply.quoting(550, "5.1.8", text);
    }

    /** A list names the client or its sender's domain; the text is the list's or policy's. At connect it is 554 (RFC 5321 section 3.1). */
    public static Reply listed(boolean atConnect, String subject, String zone, String text) {
        return Reply.quoting(atConnect ? 554 : 550, "5.7.1", subject + " is listed by " + zone + (text.isBlank() ? "" : ": " + text));
    }

    /** SPF does not let the client use this name (RFC 7372 section 3.2); what its owner says of that is quoted as what it is. */
    public static Reply spfRefused(boolean forNow, String domain, String explanation) {
        String text = "SPF: you may not send as " + domain;
        return Reply.quoting(forNow ? 451 : 550, forNow ? "4.7.23" : "5.7.23", explanation.isBlank() ? text : text + "; its owner explains: " + explanation);
    }

    /** What the domain says by SPF is an error (RFC 7372 section 3.2). */
    public static Reply spfError(boolean forNow, String domain) {
        return Reply.quoting(forNow ? 451 : 550, forNow ? "4.7.24" : "5.7.24", "SPF: the record of " + domain + " cannot be understood");
    }

    /** What the domain says by SPF could not be asked (RFC 7208 section 8.6). */
    public static Reply spfUnavailable(boolean forNow, String domain) {
        return Reply.quoting(forNow ? 451 : 550, forNow ? "4.4.3" : "5.7.24", "SPF: the record of " + domain + " cannot be looked up now");
    }

    /** More is needed of one who authenticates (RFC 4954 section 4). */
    public static Reply challenge(SaslMessage message) {
        return Reply.of(334, "", message.encode());
    }

    /** A chunk was taken (RFC 3030 section 2). */
    public static Reply chunkTaken(long octets) {
        return Reply.of(250, "2.0.0", octets + " octets received");
    }

    /** The arguments are wrong; the text says how they should be. */
    public static Reply badArguments(String expected) {
        return Reply.quoting(501, "5.5.4", "syntax: " + expected);
    }

    /** A parameter's value is wrong. */
    public static Reply badParameter(String keyword) {
        return Reply.quoting(501, "5.5.4", "bad value of " + keyword);
    }

    /** A parameter was given twice (RFC 3461 section 4: refused as a syntax error). */
    public static Reply repeatedParameter(String keyword) {
        return Reply.quoting(501, "5.5.4", keyword + " given twice");
    }

    /** ETRN was heard: delivery begins (RFC 1985 section 5.3); the text names what the channel lets it name. */
    public static Reply turning(String text) {
        return Reply.quoting(250, "2.0.0", text);
    }

    /** VRFY and EXPN: the addresses, where a channel opens them (RFC 5321 section 3.5.1). */
    public static Reply addresses(List<String> addresses) {
        return new Reply(250, EnhancedStatus.of("2.1.5"), addresses);
    }

    /** HELP without a topic, or about one command. */
    public static Reply help(List<String> lines) {
        return new Reply(214, EnhancedStatus.of("2.0.0"), lines);
    }
}
