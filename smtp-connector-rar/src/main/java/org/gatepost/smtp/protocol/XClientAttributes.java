package org.gatepost.smtp.protocol;

import java.util.Optional;

/**
 * What an XCLIENT command says. What it does not say, or calls unavailable, is empty, and stays as it is.
 *
 * @param name the client's name by reverse look-up
 * @param address the client's address
 * @param port the client's port
 * @param extended whether the client speaks ESMTP ({@code PROTO})
 * @param hello the name the client introduced itself by
 * @param login the user the client is logged in as
 * @param serverAddress the address the client connected to
 * @param serverPort the port the client connected to
 */
public record XClientAttributes(Optional<String> name, Optional<IpAddress> address, Optional<Integer> port, Optional<Boolean> extended,
        Optional<String> hello, Optional<String> login, Optional<IpAddress> serverAddress, Optional<Integer> serverPort) {
}
