package org.gatepost.sunimport;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * What {@code option.dat} says that policy can say too.
 *
 * @param blockOctets BLOCK_SIZE: the unit of sizes
 * @param messageBlocksMax BLOCK_LIMIT, in those blocks
 * @param noticesInHours RETURN_UNITS: the unit of notices; else days
 * @param keywords what holds for every channel, in keywords of ours
 */
record SunOptions(int blockOctets, OptionalLong messageBlocksMax, boolean noticesInHours, List<String> keywords) {

    private static final String ENGINE = "a row of scanner and one of scan_rule say so here; they are not made from options";
    private static final String SETTING = "it is a setting here (operator's guide, The directory)";
    private static final String LIST_TEXT = "the text of a list's messages is not changed here";
    private static final String TRACE = "the trace always says so";

    /** Options whose name begins so, and why they are not carried over. */
    private static final Map<String, String> LEFT = Map.of("SPAMFILTER", ENGINE, "LDAP_", SETTING, "LDAP_PREFIX_TEXT", LIST_TEXT, "LDAP_SUFFIX_TEXT", LIST_TEXT, "ALIAS_URL", SETTING, "REVERSE_URL", SETTING, "DOMAIN_", SETTING,
            "RECEIVED_DOMAIN", "it is a setting here (GATEPOST_HOSTNAME)", "OR_CLAUSES", "a group says so itself here: mgrpBroadcasterPolicy OR", "FILTER_DISCARD", "what is thrown away is kept where there is a channel filter_discard: it is to be written by hand");
    /** The same for those that say nothing new. */
    private static final Map<String, String> NEEDLESS = Map.of("LOG_", TRACE, "SEPARATE_CONNECTION_LOG", TRACE, "DEBUG", "it is for tracing the other product's programs",
            "HELD_SNDOPR", "held mail stands at the desk");

    SunOptions {
        keywords = List.copyOf(keywords);
    }

    static SunOptions read(List<SunLine> lines, Findings findings) {
        int blockOctets = 1024;
        OptionalLong messageBlocks = OptionalLong.empty();
        boolean hours = false;
        List<String> keywords = new ArrayList<>();
        Map<String, String> spf = new TreeMap<>();
        for (SunLine line : lines) {
            if (line.isComment() || line.text().isBlank()) {
                continue;
            }
            int sign = line.text().indexOf('=');
            String name = (sign < 0 ? line.text() : line.text().substring(0, sign)).strip().toUpperCase(Locale.ROOT);
            String value = sign < 0 ? "" : line.text().substring(sign + 1).strip();
            if (sign < 0) {
                findings.notImported(line, "expected NAME=value");
            } else if (name.equals("BLOCK_SIZE") && value.matches("[1-9][0-9]{0,6}")) {
                blockOctets = Integer.parseInt(value);
            } else if (name.equals("BLOCK_LIMIT") && value.matches("[1-9][0-9]{0,11}")) {
                messageBlocks = OptionalLong.of(Long.parseLong(value));
            } else if (name.equals("RETURN_UNITS") && value.matches("[01]")) {
                hours = value.equals("1");
            } else if (name.equals("ACCESS_ORCPT") && value.matches("[01]")) {
                add(keywords, value, "accessorcpt");
            } else if (name.equals("ACCESS_COUNTS") && value.matches("[0-9]{1,3}")) {
                add(keywords, value, "accesscounts");
            } else if (name.equals("OR_CLAUSES") && value.equals("0")) {
                findings.notNeeded(line, line.text(), "it is always so, but for groups whose mgrpBroadcasterPolicy says OR");
            } else if (name.matches("SPF_SMTP_STATUS_((SOFT)?FAIL(_ALL)?|PERMERROR|TEMPERROR)") && value.matches("[245]")) {
                spf.put(name.substring("SPF_SMTP_STATUS_".length()).toLowerCase(Locale.ROOT), value);
            } else {
                other(line, name, findings);
            }
        }
        if (!spf.isEmpty()) {
            keywords.add("spfstatus " + String.join(" ", spf.entrySet().stream().map(status -> status.getKey() + "=" + status.getValue()).toList()));
        }
        return new SunOptions(blockOctets, messageBlocks, hours, keywords);
    }

    private static void add(List<String> keywords, String value, String keyword) {
        if (!value.matches("0+")) {
            keywords.add(keyword);
        }
    }

    private static void other(SunLine line, String name, Findings findings) {
        String needless = why(NEEDLESS, name);
        String left = why(LEFT, name);
        if (!needless.isEmpty()) {
            findings.notNeeded(line, line.text(), needless);
        } else {
            findings.notImported(line, left.isEmpty() ? "no policy says this, or not with this value" : left);
        }
    }

    private static String why(Map<String, String> reasons, String name) {
        return reasons.entrySet().stream().filter(reason -> name.startsWith(reason.getKey())).max(Comparator.comparingInt(reason -> reason.getKey().length())).map(Map.Entry::getValue).orElse("");
    }
}
