package org.gatepost.smtp.tls;

/** Certificates or keys cannot be used. The message is one line that names the file and what is wrong, and never a secret. */
public final class TlsFilesException extends Exception {

    private static final long serialVersionUID = 1;

    TlsFilesException(String message, Throwable cause) {
        super(message, cause);
    }

    TlsFilesException(String message) {
        super(message);
    }
}
