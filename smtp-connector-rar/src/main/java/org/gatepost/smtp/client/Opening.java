package org.gatepost.smtp.client;

/** What came of trying to open a connection. */
public sealed interface Opening {

    /** Greeted and introduced; whoever asked for it closes it. */
    record Opened(SmtpClient client) implements Opening {
    }

    /** Not connected, or refused at the greeting or EHLO. Nothing is left open. */
    record Failed(RemoteReply reply) implements Opening {
    }
}
