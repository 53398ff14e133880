package org.gatepost.smtp.listener;

import java.util.Optional;

import org.gatepost.smtp.protocol.IpAddress;

/**
 * What a host before us told of the client whose connection it passes on.
 *
 * @param by how it told
 * @param through the address of that host
 * @param name the client's name by reverse look-up, as that host found it
 * @param hello the name the client introduced itself by to that host
 * @param extended whether the client speaks ESMTP to that host
 * @param login the user that host authenticated; only where policy let it say so
 */
public record Revealed(By by, IpAddress through, Optional<String> name, Optional<String> hello, Optional<Boolean> extended, Optional<String> login) {

    /** How it was told. */
    public enum By {
        /** The PROXY protocol, before anything else. */
        PROXY,
        /** The command XCLIENT. */
        XCLIENT
    }

    /** By a PROXY header, which tells addresses alone. */
    public static Revealed byProxy(IpAddress through) {
        return new Revealed(By.PROXY, through, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }
}
