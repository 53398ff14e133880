package org.gatepost.workbench.demo.store;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which mailbox a forward-path names. */
sealed interface Mailboxes {

    /** The mailbox of {@code forwardPath} (without angle brackets), or empty when there can be none. */
    Optional<Maildir> of(String forwardPath);

    /**
     * Local users: what stands before a plus sign, in lower case; what stands behind it is a folder. A name that could lead out of the directory is no user's, and
     * no folder's: such a folder is the inbox.
     */
    record Users(Path mail) implements Mailboxes {
        private static final Pattern UID = Pattern.compile("[a-z0-9_][a-z0-9._-]{0,63}");
        private static final Pattern FOLDER = Pattern.compile("[\\p{Alnum}_ -][\\p{Alnum}_ .-]{0,63}");
        private static final String SINK = "remote";

        @Override
        public Optional<Maildir> of(String forwardPath) {
            int at = forwardPath.lastIndexOf('@');
            String local = at < 0 ? forwardPath : forwardPath.substring(0, at);
            int plus = local.indexOf('+');
            String uid = (plus > 0 ? local.substring(0, plus) : local).toLowerCase(Locale.ROOT);
            boolean known = UID.matcher(uid).matches() && !uid.contains("..") && !uid.equals(SINK);
            return known ? Optional.of(new Maildir(folder(mail.resolve(uid), plus > 0 ? local.substring(plus + 1) : ""))) : Optional.empty();
        }

        private static Path folder(Path inbox, String name) {
            boolean sound = FOLDER.matcher(name).matches() && !name.contains("..");
            return sound ? inbox.resolve('.' + name) : inbox;
        }
    }

    /** Remote mail of every domain: one mailbox for all. */
    record Sink(Path mail) implements Mailboxes {
        @Override
        public Optional<Maildir> of(String forwardPath) {
            return forwardPath.indexOf('@') > 0 || forwardPath.equalsIgnoreCase("postmaster") ? Optional.of(new Maildir(mail.resolve("remote"))) : Optional.empty();
        }
    }
}
