package org.gatepost.smtp.client;

/**
 * What we prove who we are with. Its secret never stands in {@link #toString()}.
 *
 * @param user authentication identity, as the next hop knows it
 */
public record Login(String user, String password) {

    public Login {
        if (user.isEmpty() || password.isEmpty() || user.indexOf('\0') >= 0 || password.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a login has a user and a password, without NUL");
        }
    }

    @Override
    public String toString() {
        return "Login[user=" + user + "]";
    }
}
