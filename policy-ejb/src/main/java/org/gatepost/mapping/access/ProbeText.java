package org.gatepost.mapping.access;

import java.util.Arrays;
import java.util.stream.Collectors;

import org.gatepost.smtp.listener.Connection;
import org.gatepost.smtp.listener.MailRequest;
import org.gatepost.smtp.protocol.Hello;

/** The texts that tables are asked with: fields parted by vertical bars. What a client said never parts fields: a bar in it becomes a question mark. */
final class ProbeText {

    private static final String PROTOCOL = "SMTP";
    private static final String SUBMIT_TYPE = "MAIL";

    private ProbeText() {
    }

    static String of(Object... fields) {
        return Arrays.stream(fields).map(field -> field.toString().replace('|', '?')).collect(Collectors.joining("|"));
    }

    /** {@code TCP|server|port|client|port}. */
    static String port(Connection connection) {
        return of("TCP", connection.serverAddress(), connection.serverPort(), connection.clientAddress(), connection.clientPort());
    }

    /** What the tables of a transaction begin with: the port's text, {@code SMTP/TLS session/HELO name} and how the mail was submitted. */
    static String transaction(MailRequest mail) {
        return port(mail.connection()) + "|" + of(application(mail.connection(), mail.hello()), SUBMIT_TYPE);
    }

    private static String application(Connection connection, Hello hello) {
        return connection.tls().map(tls -> PROTOCOL + "/" + tls.version() + ":" + tls.cipher() + "/").orElse(PROTOCOL + "/") + hello.name();
    }
}
