package org.gatepost.ee.settings;

import java.time.Duration;
import java.util.Locale;

import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.gatepost.smtp.client.ClientTimeouts;

/**
 * What an operator may set about delivery on this node. How many connections a next hop gets and how often it is tried is no setting but the channel's
 * policy.
 *
 * @param entries GATEPOST_DELIVERY_ENTRIES, entries in memory: 20,000
 * @param contentOctets GATEPOST_DELIVERY_CONTENT_MIB, their content in memory: 128 MiB
 * @param connect GATEPOST_DELIVERY_CONNECT_SECONDS, for the connection to one address of a next hop: 30
 * @param reply GATEPOST_DELIVERY_REPLY_SECONDS, for its greeting and the reply to each command: 300
 * @param finalReply GATEPOST_DELIVERY_FINAL_REPLY_SECONDS, for the reply to the content: 600
 * @param yield GATEPOST_DELIVERY_YIELD_SECONDS, how long what could be delivered waits at most because acceptance goes first: 10
 */
public record DeliverySettings(int entries, long contentOctets, Duration connect, Duration reply, Duration finalReply, Duration yield) {

    /** @throws IllegalStateException with one line that names a wrong setting */
    public static DeliverySettings read() {
        return read(ConfigProvider.getConfig());
    }

    /** How long a next hop is waited for; the time for one write is not an operator's to set. */
    public ClientTimeouts timeouts() {
        return new ClientTimeouts(connect, reply, ClientTimeouts.DEFAULT.data(), finalReply);
    }

    static DeliverySettings read(Config config) {
        return new DeliverySettings(number(config, "ENTRIES", 20_000, 100, 1_000_000), (long) number(config, "CONTENT_MIB", 128, 1, 65_536) << 20,
                seconds(config, "CONNECT_SECONDS", 30, 300), seconds(config, "REPLY_SECONDS", 300, 3_600), seconds(config, "FINAL_REPLY_SECONDS", 600, 3_600),
                Duration.ofSeconds(number(config, "YIELD_SECONDS", 10, 0, 3_600)));
    }

    private static Duration seconds(Config config, String name, int otherwise, int max) {
        return Duration.ofSeconds(number(config, name, otherwise, 1, max));
    }

    private static int number(Config config, String name, int otherwise, int min, int max) {
        String setting = "gatepost.delivery." + name.toLowerCase(Locale.ROOT).replace('_', '.');
        String text = config.getOptionalValue(setting, String.class).map(String::strip).filter(set -> !set.isEmpty()).orElse(String.valueOf(otherwise));
        boolean digits = text.matches("[0-9]{1,7}");
        if (!digits || Integer.parseInt(text) < min || Integer.parseInt(text) > max) {
            throw new IllegalStateException("GATEPOST_DELIVERY_" + name + " is not a number from " + min + " to " + max + ": " + text);
        }
        return Integer.parseInt(text);
    }
}
