package org.gatepost.dryrun;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.gatepost.smtp.protocol.IpAddress;

/**
 * What the client of a dry run is and does.
 *
 * @param listener the port it comes to, by its name in the policy
 * @param hello what it says in EHLO
 * @param encrypts whether it uses STARTTLS where it is offered
 * @param user who it logs in as, by PLAIN; what it has for a password is for the {@code Logins} of the gate to believe
 * @param from the reverse-path without brackets; empty for the null one
 * @param to forward-paths without brackets, in their order
 */
public record Plan(String listener, IpAddress client, String hello, boolean encrypts, Optional<String> user, String from, List<String> to) {

    /** What the client sends for a password. */
    public static final String PASSWORD = "dry-run";

    public Plan {
        to = List.copyOf(to);
        for (String said : concat(hello, from, to, user)) {
            if (said.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
                throw new IllegalArgumentException("a line ends where a control character stands");
            }
        }
    }

    private static List<String> concat(String hello, String from, List<String> to, Optional<String> user) {
        List<String> all = new ArrayList<>(to);
        all.add(hello);
        all.add(from);
        user.ifPresent(all::add);
        return all;
    }
}
