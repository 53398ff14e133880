package org.gatepost.sunimport;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.gatepost.mail.ChannelName;
import org.gatepost.rewrite.ChannelHosts;
import org.gatepost.rewrite.RewriteReader;
import org.gatepost.rewrite.RewriteReading;
import org.gatepost.rewrite.RewriteRules;

/** The rewrite rules of {@code imta.cnf} as the text of a row. What the reader of rules does not take stands there as a comment. For one import. */
final class ImtaRules {

    private static final Pattern LINE = Pattern.compile("line ([0-9]+): (.*)");

    private final Findings findings;
    private final List<SunLine> lines = new ArrayList<>();
    private final List<String> texts = new ArrayList<>();

    private ImtaRules(Findings findings) {
        this.findings = findings;
    }

    /**
     * The text of the rules and of the channels' hosts; empty where there is no rule.
     *
     * @param lines those before the channels
     * @param channels those imported, with their hosts
     * @param names of all channels there will be
     * @param answered what rules can ask
     */
    static String text(List<SunLine> lines, ImtaChannels channels, Set<ChannelName> names, Set<String> answered, Findings findings) {
        ImtaRules rules = new ImtaRules(findings);
        lines.forEach(rules::line);
        String hosts = hosts(channels);
        rules.dropThoseLeadingNowhere(hosts, names, answered);
        return rules.texts.stream().allMatch(text -> text.startsWith("!")) ? "" : String.join("\n", rules.texts) + hosts;
    }

    private void line(SunLine line) {
        lines.add(line);
        texts.add(line.text().strip());
        if (!line.isComment() && RewriteReader.read(line.text()) instanceof RewriteReading.Rejected rejected) {
            leave(lines.size() - 1, "column " + rejected.errors().getFirst().column() + ": expected " + rejected.errors().getFirst().expected());
        }
    }

    private void leave(int place, String why) {
        if (!texts.get(place).startsWith("!")) {
            findings.notImported(lines.get(place), why);
            texts.set(place, "! not imported: " + texts.get(place));
        }
    }

    private static String hosts(ImtaChannels channels) {
        StringBuilder text = new StringBuilder();
        channels.hosts().forEach((channel, hosts) -> text.append("\n\n").append(channel).append('\n').append(String.join("\n", hosts)));
        return text.toString();
    }

    private void dropThoseLeadingNowhere(String hosts, Set<ChannelName> names, Set<String> answered) {
        if (RewriteReader.read(String.join("\n", texts) + hosts) instanceof RewriteReading.Read(RewriteRules rules)) {
            Map<String, ChannelName> known = new HashMap<>(rules.channels().channels());
            Stream.concat(names.stream(), Stream.of(new ChannelName(ImtaChannels.DIRECTORY))).forEach(name -> known.putIfAbsent(name + "-daemon", name));
            Stream.concat(rules.among(new ChannelHosts(known)).leadingNowhere().stream(), rules.unanswered(answered).stream()).forEach(error -> {
                Matcher said = LINE.matcher(error);
                if (said.matches()) {
                    leave(Integer.parseInt(said.group(1)) - 1, said.group(2));
                }
            });
        }
    }
}
