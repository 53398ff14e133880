package org.gatepost.smtp.protocol;

/**
 * An enhanced mail system status code (RFC 3463), such as 5.1.1; {@link #ABSENT} where a reply has none.
 *
 * @param statusClass 2, 4 or 5; 0 only in {@link #ABSENT}
 * @param subject 0 to 999
 * @param detail 0 to 999
 */
public record EnhancedStatus(int statusClass, int subject, int detail) {

    /** No code: allowed only in the greeting, in answers to HELO and EHLO, and in 3xx replies (RFC 2034 section 4). */
    public static final EnhancedStatus ABSENT = new EnhancedStatus(0, 0, 0);

    public EnhancedStatus {
        boolean absent = statusClass == 0 && subject == 0 && detail == 0;
        if (!absent && statusClass != 2 && statusClass != 4 && statusClass != 5) {
            throw new IllegalArgumentException("no such status class: " + statusClass);
        }
        if (subject < 0 || subject > 999 || detail < 0 || detail > 999) {
            throw new IllegalArgumentException("subject and detail have at most three digits: " + subject + "." + detail);
        }
    }

    /** Reads {@code 5.1.1}; a string of any other form is an {@link IllegalArgumentException}. */
    public static EnhancedStatus of(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException("not a status code: " + text);
        }
        return new EnhancedStatus(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
    }

    public boolean isAbsent() {
        return statusClass == 0;
    }

    /** The same subject and detail in another class: 5.7.1 in class 4 is 4.7.1. */
    public EnhancedStatus inClass(int otherClass) {
        return isAbsent() ? this : new EnhancedStatus(otherClass, subject, detail);
    }

    @Override
    public String toString() {
        return isAbsent() ? "" : statusClass + "." + subject + "." + detail;
    }
}
