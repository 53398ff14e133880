package org.gatepost.sieve.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads addresses (RFC 5322 3.4) as they are found: dots may stand anywhere in a local part. What is no address is counted as a mistake. */
final class AddressScanner {

    private final String text;
    private int next;
    private int mistakes;
    private int groups;

    AddressScanner(String text) {
        this.text = text;
    }

    int mistakes() {
        return mistakes;
    }

    int groups() {
        return groups;
    }

    static boolean isAtomText(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c >= 0x80 || "!#$%&'*+-/=?^_`{|}~".indexOf(c) >= 0;
    }

    /** All addresses of a list, those of groups too. */
    List<MailAddress> list() {
        List<MailAddress> found = new ArrayList<>();
        while (true) {
            space();
            if (next >= text.length()) {
                return found;
            }
            char c = text.charAt(next);
            if (c == ',' || c == ';') {
                next++;
                continue;
            }
            int before = next;
            Optional<MailAddress> mailbox = mailbox();
            if (mailbox == null) {
                groups++;
            } else if (mailbox.isPresent()) {
                found.add(mailbox.get());
            } else {
                mistakes++;
                next = Math.max(next, before + 1);
                skipToComma();
            }
        }
    }

    /** Null behind the name of a group. */
    private Optional<MailAddress> mailbox() {
        int start = next;
        boolean words = false;
        while (true) {
            space();
            if (next >= text.length()) {
                break;
            }
            char c = text.charAt(next);
            if (c == '"') {
                if (quoted() == null) {
                    return Optional.empty();
                }
                words = true;
            } else if (isAtomText(c) || c == '.') {
                next++;
                words = true;
            } else if (c == '<') {
                next++;
                return angle();
            } else if (c == ':' && words) {
                next++;
                return null;
            } else {
                break;
            }
        }
        next = start;
        Optional<MailAddress> bare = address();
        space();
        return bare.isPresent() && (next >= text.length() || text.charAt(next) == ',' || text.charAt(next) == ';') ? bare : Optional.empty();
    }

    private Optional<MailAddress> angle() {
        space();
        if (peek() == '@' && !route()) {
            return Optional.empty();
        }
        Optional<MailAddress> address = address();
        space();
        if (address.isEmpty() || peek() != '>') {
            return Optional.empty();
        }
        next++;
        space();
        return next >= text.length() || text.charAt(next) == ',' || text.charAt(next) == ';' ? address : Optional.empty();
    }

    /** A source route, which says nothing any more (RFC 5321 appendix C). */
    private boolean route() {
        while (peek() == '@') {
            next++;
            if (domain() == null) {
                return false;
            }
            space();
            if (peek() == ':') {
                next++;
                space();
                return true;
            }
            if (peek() != ',') {
                return false;
            }
            next++;
            space();
        }
        return false;
    }

    private Optional<MailAddress> address() {
        String local = localPart();
        space();
        if (local == null || peek() != '@') {
            return Optional.empty();
        }
        next++;
        String domain = domain();
        return domain == null ? Optional.empty() : Optional.of(new MailAddress(local, domain));
    }

    /** A path of an envelope: an address, or a local part alone; with or without the angle brackets. */
    Optional<MailAddress> path() {
        space();
        boolean bracket = peek() == '<';
        if (bracket) {
            next++;
            space();
        }
        if (peek() == '@' && !route()) {
            return Optional.empty();
        }
        String local = localPart();
        space();
        String domain = "";
        if (local != null && peek() == '@') {
            next++;
            domain = domain();
            space();
        }
        if (local == null || domain == null || bracket && peek() != '>') {
            return Optional.empty();
        }
        next += bracket ? 1 : 0;
        space();
        return next == text.length() ? Optional.of(new MailAddress(local, domain)) : Optional.empty();
    }

    private String localPart() {
        space();
        if (peek() == '"') {
            return quoted();
        }
        StringBuilder local = new StringBuilder();
        boolean glued = true;
        while (next < text.length()) {
            char c = text.charAt(next);
            if (isAtomText(c) || c == '.') {
                if (!glued && c != '.' && local.charAt(local.length() - 1) != '.') {
                    return null;
                }
                local.append(c);
                next++;
                glued = true;
            } else if (c == '"' && local.length() > 0 && local.charAt(local.length() - 1) == '.') {
                String word = quoted();
                if (word == null) {
                    return null;
                }
                local.append(word);
            } else if (c <= ' ' || c == '(') {
                int before = next;
                space();
                if (next == before) {
                    return null;
                }
                glued = false;
            } else {
                break;
            }
        }
        return local.length() == 0 ? null : local.toString();
    }

    private String domain() {
        space();
        if (peek() == '[') {
            int end = text.indexOf(']', next);
            if (end < 0) {
                return null;
            }
            String literal = text.substring(next, end + 1);
            next = end + 1;
            return literal;
        }
        StringBuilder domain = new StringBuilder();
        while (true) {
            space();
            int start = next;
            while (next < text.length() && isAtomText(text.charAt(next))) {
                next++;
            }
            if (next == start) {
                return null;
            }
            domain.append(text, start, next);
            int end = next;
            space();
            if (peek() != '.') {
                next = end;
                return domain.toString();
            }
            next++;
            domain.append('.');
        }
    }

    private String quoted() {
        StringBuilder word = new StringBuilder();
        for (int i = next + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                next = i + 1;
                return word.toString();
            }
            if (c == '\\' && i + 1 < text.length()) {
                c = text.charAt(++i);
            }
            word.append(c);
        }
        return null;
    }

    private char peek() {
        return next < text.length() ? text.charAt(next) : 0;
    }

    private void space() {
        int depth = 0;
        int i = next;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c == '(') {
                depth++;
            } else if (c == ')' && depth > 0) {
                depth--;
            } else if (c == '\\' && depth > 0) {
                i++;
            } else if (depth == 0 && c != ' ' && c != '\t' && c != '\r' && c != '\n') {
                break;
            }
            i++;
            if (depth == 0) {
                next = Math.min(i, text.length());
            }
        }
    }

    private void skipToComma() {
        boolean quoted = false;
        while (next < text.length() && (quoted || text.charAt(next) != ',')) {
            quoted ^= text.charAt(next) == '"';
            next++;
        }
    }
}
