package org.gatepost.ee.delivery;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.gatepost.channel.RemoteKeywords.LoginReference;
import org.gatepost.smtp.client.Login;

/** Where passwords come from that policy only refers to. Safe for use by many threads. */
@FunctionalInterface
public interface Logins {

    /** A password file's greatest size. */
    int OCTETS_MAX = 4_096;

    /** Files with a password each, the last line end not counted; read anew each time, so that a changed one holds at the next connection. */
    Logins FILES = reference -> {
        try (InputStream in = Files.newInputStream(Path.of(reference.passwordFile()))) {
            byte[] octets = in.readNBytes(OCTETS_MAX + 1);
            if (octets.length > OCTETS_MAX) {
                throw new IOException("a password file of more than " + OCTETS_MAX + " octets");
            }
            return new Login(reference.user(), new String(octets, StandardCharsets.UTF_8).replaceFirst("\r?\n$", ""), reference.must());
        }
    };

    /**
     * The user with its password.
     *
     * @throws IOException where there is none to be had
     */
    Login read(LoginReference reference) throws IOException;
}
