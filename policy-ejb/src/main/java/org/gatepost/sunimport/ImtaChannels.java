package org.gatepost.sunimport;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.gatepost.mail.ChannelName;

/**
 * The channels of {@code imta.cnf}: blocks parted by empty lines, a line with the name and keywords, then the host names. {@code defaults} and {@code nodefaults}
 * say what holds for those below. For one import.
 */
final class ImtaChannels {

    /** Where mail to mailboxes leaves. */
    static final String MAILBOXES = "tcp_lmtpcs";
    /** The channel that stands for the directory; its hosts are those of mailboxes. */
    static final String DIRECTORY = "l";
    private static final String STORE = "ims-ms";
    private static final String INTERNAL = "tcp_intranet";

    private static final String BUILT_IN = "native|local|process|reprocess|hold|bitbucket";
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9_.\\[\\]:$-]{1,255}");

    private final SunOptions options;
    private final Findings findings;
    private final Map<ChannelName, SunChannel> channels = new LinkedHashMap<>();
    private final Map<String, List<String>> hosts = new LinkedHashMap<>();
    private SunChannel defaults;

    private ImtaChannels(SunOptions options, Findings findings) {
        this.options = options;
        this.findings = findings;
        this.defaults = new SunChannel(options);
    }

    /** @param lines those behind the rewrite rules */
    static ImtaChannels read(List<SunLine> lines, SunOptions options, Findings findings) {
        ImtaChannels read = new ImtaChannels(options, findings);
        List<SunLine> block = new ArrayList<>();
        for (SunLine line : lines) {
            if (line.text().isBlank()) {
                read.block(block);
                block.clear();
            } else if (!line.isComment()) {
                block.add(line);
            }
        }
        read.block(block);
        read.dropSwitchesToNowhere();
        return read;
    }

    Map<ChannelName, SunChannel> channels() {
        return channels;
    }

    /** Host names by the channel they belong to: one that is imported, or {@link #DIRECTORY}. */
    Map<String, List<String>> hosts() {
        return hosts;
    }

    private void block(List<SunLine> block) {
        int next = 0;
        while (next < block.size() && block.get(next).text().strip().toLowerCase(Locale.ROOT).matches("(no)?defaults(\\s.*)?")) {
            defaults(block.get(next++));
        }
        if (next < block.size()) {
            channel(block.subList(next, block.size()));
        }
    }

    private void defaults(SunLine line) {
        defaults = new SunChannel(options);
        keywords(line, words(line), defaults);
    }

    private void channel(List<SunLine> block) {
        SunLine first = block.getFirst();
        List<String> words = words(first);
        String name = words.getFirst().toLowerCase(Locale.ROOT);
        if (name.equals(DIRECTORY)) {
            findings.notNeeded(first, first.text(), "the directory says which mail is for mailboxes; the channel's hosts are imported");
            hosts(DIRECTORY, block);
        } else if (name.matches(BUILT_IN)) {
            findings.notNeeded(first, first.text(), "what this channel is for needs none here");
        } else if (name.equals(STORE) || name.startsWith(STORE + "_")) {
            store(block, words);
        } else if (!ChannelName.isValid(name) || name.startsWith("tcp_lmtps")) {
            whole(block, "there is no such channel here");
        } else {
            network(new ChannelName(name), block, words);
        }
    }

    private void store(List<SunLine> block, List<String> words) {
        SunChannel channel = new SunChannel(defaults);
        keywords(block.getFirst(), words, channel);
        channel.speaks(true);
        findings.notImported(block.getFirst(), block.getFirst().text().split("\\s+")[0], "there is no store here: mail for mailboxes leaves by " + MAILBOXES + " for GATEPOST_STORE");
        if (channels.putIfAbsent(new ChannelName(MAILBOXES), channel) == null) {
            hosts(MAILBOXES, block);
        }
    }

    private void network(ChannelName name, List<SunLine> block, List<String> words) {
        SunChannel channel = new SunChannel(defaults);
        List<SunLine> own = block.subList(0, 1);
        keywords(own.getFirst(), words, channel);
        if (!channel.isNetwork()) {
            whole(block, "only channels that lead over the network, smtp or lmtp, have a counterpart");
            return;
        }
        try {
            channel.destination();
        } catch (IllegalArgumentException e) {
            whole(block, "daemon and port: " + e.getMessage());
            return;
        }
        SunChannel there = channels.get(name);
        if (there != null && !name.value().equals(MAILBOXES)) {
            whole(block, "a channel of this name stands above");
            return;
        }
        channels.put(name, channel);
        hosts(name.value(), block);
    }

    private void whole(List<SunLine> block, String why) {
        block.forEach(line -> findings.notImported(line, why));
    }

    /** The official host and others; each has its channel by the first of them that names it. */
    private void hosts(String channel, List<SunLine> block) {
        for (SunLine line : block.subList(1, block.size())) {
            String[] names = line.text().strip().split("\\s+");
            if (!HOST.matcher(names[0]).matches()) {
                findings.notImported(line, "not a host name");
                continue;
            }
            hosts.computeIfAbsent(channel, none -> new ArrayList<>()).add(names[0].toLowerCase(Locale.ROOT));
            if (names.length > 1) {
                findings.notImported(line, "a channel has no name of its own for this host; the host is imported");
            }
        }
    }

    private static List<String> words(SunLine line) {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(line.text());
        while (matcher.find()) {
            words.add(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
        }
        return words;
    }

    /** @param words the first of them is the channel's name, or {@code defaults} */
    private void keywords(SunLine line, List<String> words, SunChannel channel) {
        for (int next = 1; next < words.size();) {
            String name = words.get(next).toLowerCase(Locale.ROOT);
            Optional<KeywordRule> rule = KeywordRules.of(name);
            int max = rule.map(KeywordRule::argumentsMax).orElse(words.size());
            int end = next + 1;
            while (end < words.size() && end - next <= max && KeywordRules.of(words.get(end).toLowerCase(Locale.ROOT)).isEmpty()) {
                end++;
            }
            List<String> arguments = words.subList(next + 1, end);
            String text = String.join(" ", words.subList(next, end));
            switch (rule.map(known -> known.apply(channel, line, arguments)).orElse(new KeywordRule.Outcome.NotImported("there is no such keyword"))) {
                case KeywordRule.Outcome.Taken taken -> {
                    // It stands in the channel now.
                }
                case KeywordRule.Outcome.NotNeeded(String why) -> findings.notNeeded(line, text, why);
                case KeywordRule.Outcome.NotImported(String why) -> findings.notImported(line, text, why);
            }
            next = end;
        }
    }

    /** A switch to a channel that was not imported would refuse the whole version. */
    private void dropSwitchesToNowhere() {
        channels.forEach((name, channel) -> {
            for (String keyword : List.of("saslswitchchannel", "tlsswitchchannel", "switchchannel")) {
                Optional.ofNullable(channel.keywords().get(keyword)).ifPresent(placed -> {
                    String target = keyword.equals("switchchannel") ? INTERNAL : placed.text().substring(keyword.length()).strip();
                    if (!channels.containsKey(new ChannelName(target)) || keyword.equals("switchchannel") && lastOf(new ChannelName(target)).equals("noswitchchannel")) {
                        channel.drop(keyword);
                        findings.notImported(placed.line(), name + " " + placed.text(), "it leads to " + target + ", which is not imported or says noswitchchannel");
                    }
                });
            }
        });
    }

    /** Which keyword about switching holds. */
    private String lastOf(ChannelName name) {
        return channels.get(name).keywords().keySet().stream().filter(word -> word.matches("(no|allow)?switchchannel")).reduce("", (before, last) -> last);
    }
}
