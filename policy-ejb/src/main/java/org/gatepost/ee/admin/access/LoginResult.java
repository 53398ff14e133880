package org.gatepost.ee.admin.access;

import java.util.Set;

/** What came of an attempt to log in. */
public sealed interface LoginResult {

    /** Right, and in at least one role's group. */
    record Known(String login, Set<String> roles) implements LoginResult {
        public Known {
            roles = Set.copyOf(roles);
        }
    }

    /** Wrong login, wrong or empty password, or no role: which of them is not told. */
    record Refused() implements LoginResult {
    }

    /** Too many wrong attempts; nothing was asked. */
    record TooMany() implements LoginResult {
    }

    /** The directory could not be asked; nothing is known. */
    record Unavailable(String why) implements LoginResult {
    }
}
