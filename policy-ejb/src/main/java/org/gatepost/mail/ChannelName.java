package org.gatepost.mail;

/** The name of a channel: lower-case letters, digits, {@code _} and {@code $}, at most 32. */
public record ChannelName(String value) {

    public ChannelName {
        if (!value.matches("[a-z0-9_$]{1,32}")) {
            throw new IllegalArgumentException("not a channel name: " + value);
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
