package org.gatepost.smtp.session;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;

import org.gatepost.smtp.protocol.TlsSession;

/** What a session talks through: two streams, a patience and an end. A socket, or in tests a pipe. */
public interface Link {

    /** From the client. A read that outlasts the patience throws {@link java.net.SocketTimeoutException}. */
    InputStream input();

    /** To the client; the session gathers what it writes. */
    OutputStream output();

    /** How long reads may wait from now on; at least a millisecond. */
    void setReadTimeout(Duration patience) throws IOException;

    /** Whether there is a certificate to encrypt it with. */
    default boolean canEncrypt() {
        return false;
    }

    /**
     * Waits so long for the client to say something, and tells whether it did; what it said is still to be read. A link that cannot tell does not wait.
     *
     * @throws IOException where the client is gone for sure
     */
    default boolean hearsWithin(Duration wait) throws IOException {
        return false;
    }

    /** Lets so much time pass, or less where it is closed meanwhile. A link that nobody waits at does not wait. */
    default void pause(Duration pause) {
    }

    /**
     * Encrypts it, as the server (RFC 8446, 5246): from then on {@link #input} and {@link #output} are others. Waits for the handshake.
     *
     * @param asksCertificate whether the client is asked for its certificate; it may go without
     * @param patience how long the handshake may take
     * @throws HandshakeFailed whatever the reason; the link can then only be closed
     */
    default TlsSession startTls(boolean asksCertificate, Duration patience) throws HandshakeFailed {
        throw new HandshakeFailed("this link cannot be encrypted");
    }

    /** Ends it from our side and waits a moment for the client's end, so that our last reply arrives although input was left unread. */
    void finish();

    /** Ends it at once. Any thread may call it, and more than once. */
    void close();
}
