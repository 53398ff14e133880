package org.gatepost.rewrite;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import org.gatepost.mail.ChannelName;

/**
 * Which channel a host name belongs to. Immutable.
 *
 * @param channels by host names in lower case
 */
public record ChannelHosts(Map<String, ChannelName> channels) {

    private static final String OFFICIAL = "-daemon";

    /** Only the names by which every channel is known: {@code NAME-daemon}. */
    public static final ChannelHosts OFFICIAL_ALONE = new ChannelHosts(Map.of());

    public ChannelHosts {
        channels = Map.copyOf(channels);
    }

    /** The channel of a host: one that lists it, or the one whose official host it is. */
    public Optional<ChannelName> of(String host) {
        String folded = host.toLowerCase(Locale.ROOT);
        ChannelName listed = channels.get(folded);
        if (listed != null || !channels.isEmpty() || !folded.endsWith(OFFICIAL)) {
            return Optional.ofNullable(listed);
        }
        String name = folded.substring(0, folded.length() - OFFICIAL.length());
        return name.matches("[a-z0-9_$]{1,32}") ? Optional.of(new ChannelName(name)) : Optional.empty();
    }
}
