package org.gatepost.ee.settings;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.gatepost.smtp.protocol.Mailbox;

/**
 * When and how users are told of their mail in quarantine.
 *
 * @param hour GATEPOST_DIGEST_HOUR, from 0 to 23; without it nobody is told
 * @param zone GATEPOST_DIGEST_ZONE, by which the hour and the times in the message are: UTC
 * @param url GATEPOST_DIGEST_URL, how users reach the web of this system, such as https://mx.example.com:8181
 * @param from GATEPOST_DIGEST_FROM, who is asked about it; empty: the postmaster of the default domain
 * @param linksGood GATEPOST_DIGEST_LINK_DAYS, how long a link is good, from 1 to 30: 7
 */
public record DigestSettings(int hour, ZoneId zone, String url, Optional<Mailbox> from, Duration linksGood) {

    private static final Pattern URL = Pattern.compile("https://([A-Za-z0-9-]+(?:\\.[A-Za-z0-9-]+)*|\\[[0-9A-Fa-f:.]+])(?::[0-9]{1,5})?/?");
    private static final Pattern ADDRESS = Pattern.compile("[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,253}[A-Za-z0-9])?");

    /** Empty where nobody is told. @throws IllegalStateException with one line that names a wrong setting */
    public static Optional<DigestSettings> read() {
        return read(ConfigProvider.getConfig());
    }

    static Optional<DigestSettings> read(Config config) {
        if (value(config, "HOUR").isEmpty()) {
            return Optional.empty();
        }
        String url = value(config, "URL").orElseThrow(() -> new IllegalStateException("GATEPOST_DIGEST_URL is needed where GATEPOST_DIGEST_HOUR is set: how users reach the web"));
        if (!URL.matcher(url).matches()) {
            throw new IllegalStateException("GATEPOST_DIGEST_URL is not https://host or https://host:port: " + url);
        }
        return Optional.of(new DigestSettings(number(config, "HOUR", "0", 0, 23), zone(value(config, "ZONE").orElse("UTC")), url.endsWith("/") ? url.substring(0, url.length() - 1) : url,
                value(config, "FROM").map(DigestSettings::address), Duration.ofDays(number(config, "LINK_DAYS", "7", 1, 30))));
    }

    private static ZoneId zone(String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            throw new IllegalStateException("GATEPOST_DIGEST_ZONE is not a time zone such as Europe/Vienna: " + text, e);
        }
    }

    private static Mailbox address(String text) {
        if (!ADDRESS.matcher(text).matches()) {
            throw new IllegalStateException("GATEPOST_DIGEST_FROM is not an address: " + text);
        }
        int at = text.lastIndexOf('@');
        return new Mailbox(text.substring(0, at), text.substring(at + 1));
    }

    private static int number(Config config, String name, String otherwise, int min, int max) {
        String text = value(config, name).orElse(otherwise);
        if (!text.matches("[0-9]{1,2}") || Integer.parseInt(text) < min || Integer.parseInt(text) > max) {
            throw new IllegalStateException("GATEPOST_DIGEST_" + name + " is not a number from " + min + " to " + max + ": " + text);
        }
        return Integer.parseInt(text);
    }

    private static Optional<String> value(Config config, String name) {
        return config.getOptionalValue("gatepost.digest." + name.toLowerCase(Locale.ROOT).replace('_', '.'), String.class).map(String::strip).filter(text -> !text.isEmpty());
    }
}
