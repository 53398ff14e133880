package org.gatepost.sunimport;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import org.gatepost.mail.ChannelName;
import org.gatepost.sieve.CompiledScripts;
import org.gatepost.sieve.ScriptLevel;
import org.gatepost.sieve.language.ReadScript;
import org.gatepost.sieve.language.SieveLimits;

/** The Sieve scripts that channels name by {@code sourcefilter} and {@code destinationfilter}, where they stand beside {@code imta.cnf}. For one import. */
final class ChannelScripts {

    private static final String TABLE_DIRECTORY = "imta_table:";

    private final SourceFile.Beside beside;
    private final Findings findings;
    private final Map<String, String> scripts = new TreeMap<>();

    private ChannelScripts(SourceFile.Beside beside, Findings findings) {
        this.beside = beside;
        this.findings = findings;
    }

    /** Scripts by the name of their row: {@code source NAME}, {@code destination NAME}. */
    static Map<String, String> read(Map<ChannelName, SunChannel> channels, SourceFile.Beside beside, Findings findings) {
        ChannelScripts reader = new ChannelScripts(beside, findings);
        channels.forEach((name, channel) -> channel.filters().forEach((side, url) -> reader.script(side + " " + name, side.equals("source") ? ScriptLevel.SOURCE_CHANNEL
                : ScriptLevel.DESTINATION_CHANNEL, url)));
        return reader.scripts;
    }

    private void script(String row, ScriptLevel level, SunChannel.Placed url) {
        Optional<String> text = file(url.text()).flatMap(beside::read);
        if (text.isEmpty()) {
            findings.notImported(url.line(), url.text(), "no such file in the directory of imta.cnf: write its script as the row sieve_filter " + row);
            return;
        }
        switch (CompiledScripts.parse(SieveLimits.DEFAULT, level, row, text.get())) {
            case ReadScript.Good good -> scripts.put(row, text.get());
            case ReadScript.Broken broken -> findings.notImported(url.line(), url.text(), "the script is not taken: " + broken.errors().getFirst());
        }
    }

    /** The name of a file beside those that are imported; none for scripts elsewhere. */
    private static Optional<String> file(String url) {
        String name = url.toLowerCase(Locale.ROOT).startsWith("file:") ? url.substring("file:".length()) : url;
        boolean there = name.toLowerCase(Locale.ROOT).startsWith(TABLE_DIRECTORY);
        return Optional.of(there ? name.substring(TABLE_DIRECTORY.length()) : name).filter(SunLines::isBeside);
    }
}
