package org.gatepost.sieve;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.gatepost.sieve.message.HeaderRewrite;

/** Something a script wants done. Edits are those made before it: each copy goes out with the header it had then (RFC 5293 section 7). */
public sealed interface SieveAction {

    /** How a person, and a test script, calls it. */
    String name();

    /** Whether it stands for the implicit keep. */
    default boolean cancelsImplicitKeep() {
        return true;
    }

    /** Whether both put a copy into one place: one copy is enough (RFC 5228 2.10.3). */
    static boolean sameDestination(SieveAction one, SieveAction other) {
        return Tally.same(one, other);
    }

    /** @param implicit nobody asked for it */
    record Keep(List<String> flags, List<HeaderRewrite.Edit> edits, boolean implicit) implements SieveAction {
        public Keep {
            flags = List.copyOf(flags);
            edits = List.copyOf(edits);
        }

        @Override
        public String name() {
            return "keep";
        }
    }

    record FileInto(String mailbox, boolean copy, boolean create, Optional<String> specialUse, List<String> flags, List<HeaderRewrite.Edit> edits)
            implements SieveAction {
        public FileInto {
            flags = List.copyOf(flags);
            edits = List.copyOf(edits);
        }

        @Override
        public String name() {
            return "store";
        }

        @Override
        public boolean cancelsImplicitKeep() {
            return !copy;
        }
    }

    /**
     * @param list whether the address is the name of an external list
     * @param parameters what the copy's envelope asks for, by the names of RFC 6009: notify, ret, bytimerelative, bytimeabsolute, bymode, bytrace
     */
    record Redirect(String address, boolean copy, boolean list, Map<String, String> parameters, List<HeaderRewrite.Edit> edits) implements SieveAction {
        public Redirect {
            parameters = Map.copyOf(parameters);
            edits = List.copyOf(edits);
        }

        @Override
        public String name() {
            return "redirect";
        }

        @Override
        public boolean cancelsImplicitKeep() {
            return !copy;
        }
    }

    /** @param kind by which word; ereject and refuse never make a message of their own while SMTP can say it */
    record Reject(Kind kind, String reason) implements SieveAction {

        public enum Kind { REJECT, EREJECT, REFUSE }

        @Override
        public String name() {
            return kind == Kind.REFUSE ? "refuse" : "reject";
        }
    }

    record Discard() implements SieveAction {
        @Override
        public String name() {
            return "discard";
        }
    }

    record Jettison() implements SieveAction {
        @Override
        public String name() {
            return "jettison";
        }
    }

    record Hold(String why) implements SieveAction {
        @Override
        public String name() {
            return "hold";
        }
    }

    /** @param address absent: where the domain keeps its journal */
    record Capture(Optional<String> address) implements SieveAction {
        @Override
        public String name() {
            return "capture";
        }

        @Override
        public boolean cancelsImplicitKeep() {
            return false;
        }
    }

    /**
     * An answer from its absent owner.
     *
     * @param seconds between two replies to one sender
     * @param handle what tells this reply from the owner's others
     */
    record Vacation(Optional<Long> seconds, Optional<String> subject, Optional<String> from, List<String> addresses, boolean mime, String handle,
            String reason) implements SieveAction {
        public Vacation {
            addresses = List.copyOf(addresses);
        }

        @Override
        public String name() {
            return "vacation";
        }

        @Override
        public boolean cancelsImplicitKeep() {
            return false;
        }
    }

    /** @param importance from 1, high, to 3, low */
    record Notify(String method, Optional<String> from, int importance, List<String> options, Optional<String> message) implements SieveAction {
        public Notify {
            options = List.copyOf(options);
        }

        @Override
        public String name() {
            return "notify";
        }

        @Override
        public boolean cancelsImplicitKeep() {
            return false;
        }
    }

    /** A mark in front of the subject. */
    record AddTag(String tag) implements SieveAction {
        @Override
        public String name() {
            return "addtag";
        }

        @Override
        public boolean cancelsImplicitKeep() {
            return false;
        }
    }

    /** @param adjustment what is added to the score; @param text said with it */
    record SpamAdjust(double adjustment, String text) implements SieveAction {
        @Override
        public String name() {
            return "spamadjust";
        }

        @Override
        public boolean cancelsImplicitKeep() {
            return false;
        }
    }

    /**
     * Puts another body in the place of a part's.
     *
     * @param part the way to it: which child of which child; empty for the message itself
     */
    record Replace(List<Integer> part, boolean mime, Optional<String> subject, Optional<String> from, String replacement) implements SieveAction {
        public Replace {
            part = List.copyOf(part);
        }

        @Override
        public String name() {
            return "replace";
        }

        @Override
        public boolean cancelsImplicitKeep() {
            return false;
        }
    }

    /** Wraps the message into another one. */
    record Enclose(Optional<String> subject, List<String> headers, String text) implements SieveAction {
        public Enclose {
            headers = List.copyOf(headers);
        }

        @Override
        public String name() {
            return "enclose";
        }

        @Override
        public boolean cancelsImplicitKeep() {
            return false;
        }
    }
}
