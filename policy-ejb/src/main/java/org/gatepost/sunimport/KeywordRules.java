package org.gatepost.sunimport;

import static org.gatepost.sunimport.KeywordRule.notImported;
import static org.gatepost.sunimport.KeywordRule.notNeeded;
import static org.gatepost.sunimport.KeywordRule.taken;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

import org.gatepost.channel.ChannelKeywords;

/**
 * What becomes of each keyword of a channel: it says a column, it is a keyword of ours too, nothing is lost without it, or it stays behind and why. A keyword
 * of ours with the same name means the same, but for those that take other arguments here.
 */
final class KeywordRules {

    /** Recipients that every server takes (RFC 5321 section 4.5.3.1.8). */
    private static final int RECIPIENTS_MIN = 100;
    private static final int BLOCKS_MAX = 999_999_999;
    private static final int NOTICES_MAX = 5;
    private static final int TIMES_MAX = 20;

    /** Those that say something here, in other words. */
    private static final Map<String, KeywordRule> TRANSLATED = translated();
    /** Those that we have no word for. */
    private static final Map<String, KeywordRule> WITHOUT_COUNTERPART = withoutCounterpart();

    private KeywordRules() {
    }

    /** The rule of a keyword, in lower case; empty where nobody knows it. */
    static Optional<KeywordRule> of(String name) {
        if (TRANSLATED.containsKey(name)) {
            return Optional.of(TRANSLATED.get(name));
        }
        OptionalInt ours = ChannelKeywords.argumentsMax(name);
        if (ours.isPresent()) {
            return Optional.of(KeywordRule.ours(ours.getAsInt(), name));
        }
        if (name.matches("(disable)?(source|destination)spamfilter[1-8](optin)?")) {
            return Optional.of(notImported(name.endsWith("optin") ? 1 : 0, "engines, and whom they are asked about, are rows of scanner and scan_rule here"));
        }
        return Optional.ofNullable(WITHOUT_COUNTERPART.get(name));
    }

    private static Map<String, KeywordRule> translated() {
        Map<String, KeywordRule> rules = new HashMap<>();
        rules.put("smtp", taken(0, (channel, none) -> channel.speaks(false)));
        rules.put("smtp_crlf", rules.get("smtp"));
        rules.put("lmtp", taken(0, (channel, none) -> channel.speaks(true)));
        for (String lineEnds : List.of("smtp_cr", "smtp_lf", "smtp_crorlf")) {
            rules.put(lineEnds, new KeywordRule(0, (channel, line, none) -> {
                channel.speaks(false);
                return new KeywordRule.Outcome.NotImported("only CRLF ends a line here; the rest of the channel is imported");
            }));
        }
        rules.put("daemon", taken(1, (channel, host) -> channel.daemon(Optional.of(host.getFirst()).filter(name -> !name.equalsIgnoreCase("router")))));
        rules.put("port", taken(1, (channel, port) -> channel.port(number(port.getFirst(), 1, 65_535))));
        rules.put("maxjobs", column("maxjobs", 1, BLOCKS_MAX));
        rules.put("recipientlimit", column("recipientlimit", RECIPIENTS_MIN, BLOCKS_MAX));
        rules.put("blocklimit", column("blocklimit", 1, BLOCKS_MAX));
        rules.put("sourceblocklimit", column("sourceblocklimit", 1, BLOCKS_MAX));
        rules.put("rejectsmtplonglines", taken(0, (channel, none) -> channel.column("rejectsmtplonglines", "true")));
        rules.put("backoff", new KeywordRule(TIMES_MAX, (channel, line, times) -> {
            channel.column("backoff", String.join(" ", durations(times)));
            return new KeywordRule.Outcome.Taken();
        }));
        rules.put("notices", new KeywordRule(NOTICES_MAX, (channel, line, ages) -> {
            channel.column("notices", String.join(" ", ages(ages, channel.options())));
            return new KeywordRule.Outcome.Taken();
        }));
        for (String priority : List.of("urgent", "normal", "nonurgent")) {
            rules.put(priority + "backoff", new KeywordRule(TIMES_MAX, (channel, line, times) -> KeywordRule.say(channel, line, priority + "backoff", durations(times))));
            rules.put(priority + "notices", new KeywordRule(NOTICES_MAX, (channel, line, ages) -> KeywordRule.say(channel, line, priority + "notices", ages(ages, channel.options()))));
        }
        rules.put("aliasdetourhost", notImported(1, "write the channel of the filter, aliasdetourhost CHANNEL here, and hopreturn on the channel its return enters by (operator's guide, A filter that takes mail and brings it back)"));
        rules.put("pool", notImported(1, "how many jobs a pool has stands in job_controller.cnf: write pool NAME JOBS"));
        for (String side : List.of("source", "destination")) {
            rules.put(side + "filter", new KeywordRule(1, (channel, line, url) -> filter(channel, side, line, url)));
            rules.put("no" + side + "filter", taken(0, (channel, none) -> channel.withoutFilter(side)));
        }
        rules.put("channelfilter", rules.get("destinationfilter"));
        rules.put("nochannelfilter", rules.get("nodestinationfilter"));
        for (String login : List.of("saslclient", "maysaslclient", "mustsaslclient")) {
            rules.put(login, notImported(0, "a client's user and the file with its password are arguments here"));
        }
        return Map.copyOf(rules);
    }

    private static KeywordRule.Outcome filter(SunChannel channel, String side, SunLine line, List<String> url) {
        if (url.isEmpty()) {
            throw new IllegalArgumentException("an argument is missing");
        }
        channel.filter(side, line, url.getFirst());
        return new KeywordRule.Outcome.Taken();
    }

    private static Map<String, KeywordRule> withoutCounterpart() {
        Map<String, KeywordRule> rules = new HashMap<>();
        put(rules, notNeeded(0, "it is always so"), "mx", "randommx", "single_sys", "acceptvalidaddresses", "nosendetrn", "noreverse", "noinner", "noremotehost", "nomultigate",
                "logging", "identnone", "identnonelimited", "identnonenumeric", "identnonesymbolic", "immnonurgent", "immnormal", "immurgent", "viaaliasrequired", "dequeue_removeroute",
                "receivedfor", "receivedfrom", "rules", "nodefragment", "nomsexchange", "nosasl");
        put(rules, notNeeded(1, "the queue is a table, and whoever is connected takes what is due"), "subdirs", "threaddepth", "filesperjob", "addrsperfile");
        put(rules, notNeeded(0, "it is for tracing the other product's programs"), "master_debug", "slave_debug", "nomaster_debug", "noslave_debug", "nologging");
        put(rules, notImported(0, "addresses of the content are not completed"), "inner", "remotehost", "reverse");
        put(rules, notImported(2, "addresses are not completed"), "defaulthost");
        put(rules, notImported(1, "addresses are not completed"), "missingrecipientpolicy");
        put(rules, notImported(1, "others are not asked for mail by ETRN"), "sendetrn");
        put(rules, notImported(0, "only what the RFCs name is advertised"), "msexchange");
        put(rules, notImported(0, "hosts are found by MX; name one by daemon"), "nomx", "nonrandommx", "multigate");
        put(rules, notImported(1, "hosts are found by MX; name one by daemon"), "lastresort");
        put(rules, notImported(0, "a recipient nobody knows is refused in the dialogue"), "acceptalladdresses");
        put(rules, notImported(0, "long lines are let through or refused, never changed"), "wrapsmtplonglines", "truncatesmtplonglines");
        put(rules, notImported(1, "what is too long is refused and not cut: column headerlimit, keyword rejectsmtplonglines"), "headerlimit", "linelimit");
        put(rules, notImported(1, "users' scripts are found by the directory, or kept here"), "filter");
        put(rules, notImported(1, "whether a recipient chose it is asked of engines only (scan_rule): all mail of a channel goes through a filter, by aliasdetourhost"), "aliasoptindetourhost");
        put(rules, notImported(1, "recipients are expanded in the dialogue"), "expandlimit");
        put(rules, notImported(0, "it has no counterpart"), "enqueue_removeroute", "deferred", "connectcanonical", "norules", "rejectsmtp");
        put(rules, notImported(0, "parts of a message are put together where they come in: partialmessages defragment, on the channels they enter by"), "defragment");
        put(rules, notImported(1, "it has no counterpart"), "urgentblocklimit", "normalblocklimit", "nonurgentblocklimit");
        return Map.copyOf(rules);
    }

    private static void put(Map<String, KeywordRule> rules, KeywordRule rule, String... names) {
        for (String name : names) {
            rules.put(name, rule);
        }
    }

    private static KeywordRule column(String name, int min, int max) {
        return taken(1, (channel, value) -> channel.column(name, Integer.toString(number(value.getFirst(), min, max))));
    }

    private static int number(String text, int min, int max) {
        if (!text.matches("[0-9]{1,9}") || Integer.parseInt(text) < min || Integer.parseInt(text) > max) {
            throw new IllegalArgumentException("it is a number from " + min + " to " + max + " here");
        }
        return Integer.parseInt(text);
    }

    private static List<String> durations(List<String> texts) {
        List<String> times = texts.stream().map(text -> text.toUpperCase(Locale.ROOT)).toList();
        try {
            if (times.isEmpty() || !times.stream().map(Duration::parse).allMatch(Duration::isPositive)) {
                throw new IllegalArgumentException("it is times above zero");
            }
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("a time is as PT30M or P1D here", e);
        }
        return times;
    }

    private static List<String> ages(List<String> texts, SunOptions options) {
        List<Integer> ages = texts.stream().map(text -> number(text, 1, options.noticesInHours() ? 366 * 24 : 366)).toList();
        for (int i = 1; i < ages.size(); i++) {
            if (ages.get(i) <= ages.get(i - 1)) {
                throw new IllegalArgumentException("ages rise here");
            }
        }
        if (ages.isEmpty()) {
            throw new IllegalArgumentException("an age is missing");
        }
        return ages.stream().map(age -> options.noticesInHours() ? "PT" + age + "H" : "P" + age + "D").toList();
    }
}
