package org.gatepost.sunimport;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import org.gatepost.channel.NextHop;
import org.gatepost.mail.ChannelName;

/** A channel as its keywords are read, until it becomes a row. For one thread. */
final class SunChannel {

    /** Where mail to mailboxes goes: a setting, not policy. */
    private static final String STORE = "store";
    private static final int LMTP_PORT = 24;
    private static final int BLOCK_OCTETS = 1024;
    private static final long BLOCKS_MAX = 999_999_999;
    /** The other product's waiting times for normal mail, and its ages of notices, where nothing is said. */
    private static final Map<String, String> UNSAID = Map.of("backoff", "PT1H PT2H PT2H PT4H PT4H PT4H PT8H", "notices", "P3D P6D P9D P12D");

    /** A keyword as we write it, and the line that said it. */
    record Placed(SunLine line, String text) {
    }

    private final SunOptions options;
    private final Map<String, String> columns = new LinkedHashMap<>();
    private final Map<String, Placed> keywords = new LinkedHashMap<>();
    private final Map<String, Placed> filters = new TreeMap<>();
    private boolean smtp;
    private boolean lmtp;
    private Optional<String> daemon = Optional.empty();
    private int port;

    SunChannel(SunOptions options) {
        this.options = options;
    }

    /** What a line {@code defaults} says, for a channel below it. */
    SunChannel(SunChannel defaults) {
        this(defaults.options);
        columns.putAll(defaults.columns);
        keywords.putAll(defaults.keywords);
        filters.putAll(defaults.filters);
        smtp = defaults.smtp;
        lmtp = defaults.lmtp;
        daemon = defaults.daemon;
        port = defaults.port;
    }

    SunOptions options() {
        return options;
    }

    void column(String name, String value) {
        columns.put(name, value);
    }

    /** The later of two of one name holds. */
    void keyword(SunLine line, String name, String text) {
        keywords.remove(name);
        keywords.put(name, new Placed(line, text));
    }

    void drop(String name) {
        keywords.remove(name);
    }

    Map<String, Placed> keywords() {
        return keywords;
    }

    /** @param side {@code source} or {@code destination} */
    void filter(String side, SunLine line, String url) {
        filters.put(side, new Placed(line, url));
    }

    void withoutFilter(String side) {
        filters.remove(side);
    }

    /** Where its Sieve scripts stand, by side. */
    Map<String, Placed> filters() {
        return filters;
    }

    void speaks(boolean isLmtp) {
        lmtp = isLmtp;
        smtp = !isLmtp;
    }

    /** Whether it leads over the network at all. */
    boolean isNetwork() {
        return smtp || lmtp;
    }

    /** @param host empty: whoever takes the domain's mail */
    void daemon(Optional<String> host) {
        daemon = host;
    }

    void port(int number) {
        port = number;
    }

    /** Where its mail goes, as the column says it. Anything that is no next hop is an {@link IllegalArgumentException}. */
    String destination() {
        if (daemon.isEmpty()) {
            return lmtp ? STORE : port == 0 ? "mx" : "mx:" + port;
        }
        String host = daemon.get().matches("\\[[0-9.]+]") ? daemon.get().substring(1, daemon.get().length() - 1) : daemon.get();
        return NextHop.parse((lmtp ? "lmtp://" : "smtp://") + host + ":" + (port != 0 ? port : lmtp ? LMTP_PORT : NextHop.SMTP_PORT)).toString();
    }

    /** Its columns; {@code destination} stands among them where it is said. */
    Map<String, String> row(ChannelName name) {
        Map<String, String> row = new LinkedHashMap<>(UNSAID);
        row.putAll(columns);
        options.messageBlocksMax().ifPresent(most -> row.merge("sourceblocklimit", Long.toString(most), (own, all) -> Long.parseLong(own) < Long.parseLong(all) ? own : all));
        row.computeIfPresent("sourceblocklimit", (column, blocks) -> ourBlocks(blocks));
        row.computeIfPresent("blocklimit", (column, blocks) -> ourBlocks(blocks));
        row.put("destination", name.value().equals(ImtaChannels.MAILBOXES) && daemon.isEmpty() ? STORE : destination());
        Map<String, String> words = new LinkedHashMap<>();
        options.keywords().forEach(text -> words.put(text.split(" ", 2)[0], text));
        keywords.forEach((word, placed) -> words.put(word, placed.text()));
        row.put("keywords", String.join(" ", words.values()));
        return row;
    }

    /** In ours of 1,024 octets; a bound between two of them is the smaller, and one beyond all we can say the greatest. */
    private String ourBlocks(String blocks) {
        long given = Long.parseLong(blocks);
        return Long.toString(given > BLOCKS_MAX * BLOCK_OCTETS / options.blockOctets() ? BLOCKS_MAX : Math.max(1, given * options.blockOctets() / BLOCK_OCTETS));
    }
}
