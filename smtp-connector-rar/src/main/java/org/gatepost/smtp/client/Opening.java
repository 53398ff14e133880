package org.gatepost.smtp.client;

/** What came of trying to open a connection. */
public sealed interface Opening {

    /** Greeted and introduced; whoever asked for it closes it. */
    record Opened(SmtpClient client) implements Opening {
    }

    /** Not connected, or refused at the greeting, EHLO or AUTH. Nothing is left open. */
    record Failed(RemoteReply reply) implements Opening {
    }

    /** Greeted, but TLS was not to be had as it was asked for. Nothing is left open. */
    record Unprotected(RemoteReply reply, TlsFault fault) implements Opening {
    }
}
