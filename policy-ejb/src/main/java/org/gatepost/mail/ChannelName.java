package org.gatepost.mail;

import java.util.regex.Pattern;

/** The name of a channel: lower-case letters, digits, {@code _} and {@code $}, at most 32. */
public record ChannelName(String value) {

    private static final Pattern NAME = Pattern.compile("[a-z0-9_$]{1,32}");

    public ChannelName {
        if (!isValid(value)) {
            throw new IllegalArgumentException("not a channel name: " + value);
        }
    }

    /** Whether it could be one. */
    public static boolean isValid(String text) {
        return NAME.matcher(text).matches();
    }

    @Override
    public String toString() {
        return value;
    }
}
