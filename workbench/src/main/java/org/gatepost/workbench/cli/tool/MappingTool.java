package org.gatepost.workbench.cli.tool;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;

import org.gatepost.mapping.EntryTried;
import org.gatepost.mapping.EntryTried.Verdict;
import org.gatepost.mapping.Flags;
import org.gatepost.mapping.Lookups;
import org.gatepost.mapping.MappingAnswer;
import org.gatepost.mapping.MappingReader;
import org.gatepost.mapping.MappingReading;
import org.gatepost.mapping.MappingTables;
import org.gatepost.mapping.Mappings;
import org.gatepost.mapping.SyntaxError;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** What a mapping table says to a probe. It asks nothing of anybody: a template that would is undecided. */
@Command(name = "mapping", description = "What a mapping table says to a probe.")
final class MappingTool implements Callable<Integer> {

    @ParentCommand
    private Tools tools;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Says how it is used.")
    private boolean help;

    @Spec
    private CommandSpec spec;

    @Option(names = "--file", required = true, paramLabel = "MAPPINGS", description = "A file of mapping tables.")
    private Path file;

    @Option(names = "--table", required = true, paramLabel = "NAME", description = "The table that is asked.")
    private String table;

    @Option(names = "--probe", required = true, paramLabel = "TEXT", description = "What it is asked.")
    private String probe;

    @Option(names = "--flags", defaultValue = "", paramLabel = "AT", description = "Input flags, a letter each.")
    private String flags;

    @Option(names = "--trace", description = "With every entry that was tried, and what came of it.")
    private boolean trace;

    @Override
    public Integer call() {
        return switch (MappingReader.read(tools.readText(file))) {
            case MappingReading.Read(MappingTables tables) -> ask(tables);
            case MappingReading.Rejected(List<SyntaxError> errors) -> tools.rejected(file, errors);
        };
    }

    private int ask(MappingTables tables) {
        if (!tables.has(table)) {
            tools.complain("there is no table " + table + " in " + file);
        }
        Mappings mappings = new Mappings(tables, Lookups.NONE, new Random());
        List<Map<String, Object>> tried = new ArrayList<>();
        MappingAnswer answer = trace ? mappings.ask(table, probe, inputFlags(), entry -> tried.add(told(entry))) : mappings.ask(table, probe, inputFlags());
        Map<String, Object> members = new LinkedHashMap<>();
        switch (answer) {
            case MappingAnswer.Mapped(String output, Flags set) -> {
                members.put("matched", true);
                members.put("output", output);
                members.put("flags", set.toString());
            }
            case MappingAnswer.NoMatch() -> members.put("matched", false);
            case MappingAnswer.Unavailable(String why) -> {
                members.put("matched", false);
                members.put("unavailable", why);
            }
        }
        if (trace) {
            members.put("trace", tried);
        }
        tools.answer(members);
        return answer instanceof MappingAnswer.Mapped ? Tools.ANSWERED : Tools.NO;
    }

    private Flags inputFlags() {
        try {
            return Flags.of(flags);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--flags: " + e.getMessage(), e);
        }
    }

    static Map<String, Object> told(EntryTried tried) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("table", tried.table());
        members.put("depth", tried.depth());
        members.put("line", tried.line());
        members.put("entry", tried.entry());
        members.put("input", tried.input());
        members.put("matched", tried.verdict() instanceof Verdict.Matched);
        switch (tried.verdict()) {
            case Verdict.PatternDiffers() -> members.put("reason", "the pattern does not fit");
            case Verdict.TemplateFailed(String why) -> members.put("reason", why);
            case Verdict.Undecided(String why) -> members.put("unavailable", why);
            case Verdict.Matched(String output, Flags set, String then) -> {
                members.put("output", output);
                members.put("flags", set.toString());
                members.put("then", then);
            }
        }
        return members;
    }
}
