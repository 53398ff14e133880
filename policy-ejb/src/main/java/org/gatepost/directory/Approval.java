package org.gatepost.directory;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;

import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.Reply;

/**
 * What a message must show before a group takes it: one of the group's passwords, in its field {@code Approved}.
 *
 * @param refusal what is said to a message without
 */
public record Approval(Mailbox group, List<String> passwords, Reply refusal) {

    public Approval {
        passwords = List.copyOf(passwords);
    }

    /** Whether one of these values is a password; as long as each takes, whatever it is. */
    public boolean isGivenBy(List<String> approved) {
        boolean given = false;
        for (String value : approved) {
            for (String password : passwords) {
                given |= MessageDigest.isEqual(value.getBytes(StandardCharsets.ISO_8859_1), password.getBytes(StandardCharsets.UTF_8));
            }
        }
        return given;
    }

    /** Without the passwords. */
    @Override
    public String toString() {
        return "Approval[group=" + group + "]";
    }
}
