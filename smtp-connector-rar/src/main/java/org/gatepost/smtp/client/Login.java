package org.gatepost.smtp.client;

/**
 * What we prove who we are with. Its secret never stands in {@link #toString()}.
 *
 * @param user authentication identity, as the next hop knows it
 * @param must whether mail goes only where it could be used; else it goes without where AUTH is not to be had, or not under TLS
 */
public record Login(String user, String password, boolean must) {

    public Login {
        if (user.isEmpty() || password.isEmpty() || user.indexOf('\0') >= 0 || password.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a login has a user and a password, without NUL");
        }
    }

    /** Without it no mail goes. */
    public Login(String user, String password) {
        this(user, password, true);
    }

    @Override
    public String toString() {
        return "Login[user=" + user + "]";
    }
}
