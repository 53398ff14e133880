package org.gatepost.rewrite;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.gatepost.mail.ChannelName;
import org.gatepost.mapping.Cursor;
import org.gatepost.mapping.PolicyLine;
import org.gatepost.mapping.SyntaxError;

/**
 * Reads rewrite rules: pattern, white space, template, one a line; {@code !} begins a comment. An empty line ends them. Channels may follow, parted by empty
 * lines, for their host names: a channel's name and keywords, then a host name on each line. For one file.
 */
public final class RewriteReader {

    /** Rules of a file. */
    public static final int RULES_MAX = 100_000;
    /** Characters of a rule. */
    public static final int RULE_MAX = 4096;
    /** Errors that are told. */
    public static final int ERRORS_MAX = 50;

    private static final String DEFAULTS = "(no)?defaults";

    private final List<RewriteRule> rules = new ArrayList<>();
    private final Map<String, ChannelName> hosts = new HashMap<>();
    private final List<SyntaxError> errors = new ArrayList<>();
    private boolean rulesBegun;
    private boolean rulesEnded;
    /** The channel whose host names are being read; empty between channels. */
    private List<ChannelName> channel = List.of();

    private RewriteReader() {
    }

    public static RewriteReading read(String text) {
        return new RewriteReader().all(text);
    }

    private RewriteReading all(String text) {
        for (PolicyLine line : PolicyLine.of(text)) {
            try {
                line(line);
            } catch (Cursor.Misread e) {
                errors.add(e.error());
            }
            if (errors.size() == ERRORS_MAX) {
                break;
            }
        }
        return errors.isEmpty() ? new RewriteReading.Read(new RewriteRules(rules, new ChannelHosts(hosts))) : new RewriteReading.Rejected(errors);
    }

    private void line(PolicyLine line) throws Cursor.Misread {
        String text = line.text();
        if (text.isBlank()) {
            rulesEnded = rulesBegun;
            channel = List.of();
        } else if (text.startsWith("!")) {
            return;
        } else if (rulesEnded) {
            channelLine(line);
        } else {
            rulesBegun = true;
            rule(line);
        }
    }

    private void rule(PolicyLine line) throws Cursor.Misread {
        Cursor cursor = new Cursor(line);
        if (line.text().length() > RULE_MAX) {
            throw cursor.misread("at most " + RULE_MAX + " characters in a rule");
        }
        if (rules.size() == RULES_MAX) {
            throw cursor.misread("at most " + RULES_MAX + " rules");
        }
        cursor.skipSpaces();
        StringBuilder pattern = new StringBuilder();
        int at = cursor.at();
        while (!cursor.atGap()) {
            pattern.append(cursor.next());
        }
        if (!pattern.toString().matches("([A-Za-z0-9_]+\\|)?(\\$[*%!]|[^$\\s]+)")) {
            throw cursor.misread(at, "a host, a domain, [address], $*, $% or $!, perhaps behind tag|");
        }
        cursor.skipSpaces();
        if (cursor.atEnd()) {
            throw cursor.misread("a template");
        }
        List<RewritePart> template = new RewriteTemplateReader(cursor).template();
        int end = cursor.at();
        cursor.skipSpaces();
        if (!cursor.atEnd()) {
            throw cursor.misread(end, "the end of the rule, or $ before the space");
        }
        rules.add(new RewriteRule(line.first(), line.text().strip(), pattern.toString().toLowerCase(Locale.ROOT), template));
    }

    private void channelLine(PolicyLine line) throws Cursor.Misread {
        String word = line.text().strip().split("\\s+", 2)[0].toLowerCase(Locale.ROOT);
        if (!channel.isEmpty()) {
            hosts.putIfAbsent(word, channel.getFirst());
        } else if (!word.matches(DEFAULTS)) {
            if (!word.matches("[a-z0-9_$]{1,32}")) {
                throw new Cursor(line).misread("the name of a channel");
            }
            channel = List.of(new ChannelName(word));
        }
    }
}
