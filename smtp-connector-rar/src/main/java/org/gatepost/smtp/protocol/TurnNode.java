package org.gatepost.smtp.protocol;

/** Whose mail ETRN asks for (RFC 1985 section 5.1). */
public sealed interface TurnNode {

    /** A domain: {@code example.com}. */
    record Domain(String name) implements TurnNode {
        @Override
        public String toString() {
            return name;
        }
    }

    /** A domain and all below it: {@code @example.com}. */
    record Subdomains(String name) implements TurnNode {
        @Override
        public String toString() {
            return "@" + name;
        }
    }

    /** A queue, whatever the server means by it: {@code #name}. */
    record Queue(String name) implements TurnNode {
        @Override
        public String toString() {
            return "#" + name;
        }
    }
}
