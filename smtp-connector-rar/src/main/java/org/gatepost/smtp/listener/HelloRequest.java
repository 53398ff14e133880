package org.gatepost.smtp.listener;

import org.gatepost.smtp.protocol.Hello;

/** HELO or EHLO. */
public record HelloRequest(Connection connection, Hello hello, SessionNotes notes) {
}
