package org.gatepost.workbench.cli.tool;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;

import org.gatepost.mail.ChannelName;
import org.gatepost.mapping.Lookups;
import org.gatepost.mapping.MappingTables;
import org.gatepost.mapping.Mappings;
import org.gatepost.mapping.SyntaxError;
import org.gatepost.rewrite.RewriteReader;
import org.gatepost.rewrite.RewriteReading;
import org.gatepost.rewrite.RewriteRequest;
import org.gatepost.rewrite.RewriteRequest.Direction;
import org.gatepost.rewrite.RewriteRequest.Location;
import org.gatepost.rewrite.RewriteRules;
import org.gatepost.rewrite.Rewriter;
import org.gatepost.rewrite.Rewriting;
import org.gatepost.stage.Match;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** What rewrite rules make of an address. It asks nothing of anybody: a rule that would is undecided. */
@Command(name = "rewrite", description = "What rewrite rules make of an address.")
final class RewriteTool implements Callable<Integer> {

    @ParentCommand
    private Tools tools;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Says how it is used.")
    private boolean help;

    @Spec
    private CommandSpec spec;

    @Option(names = "--file", required = true, paramLabel = "RULES", description = "A file of rewrite rules, perhaps with channels behind them.")
    private Path file;

    @Option(names = "--address", required = true, paramLabel = "A", description = "The address.")
    private String address;

    @Option(names = "--source-channel", paramLabel = "C", description = "The channel that is rewriting.")
    private Optional<String> sourceChannel = Optional.empty();

    @Option(names = "--destination-channel", paramLabel = "C", description = "The channel the message goes to.")
    private Optional<String> destinationChannel = Optional.empty();

    @Option(names = "--direction", defaultValue = "forward", paramLabel = "forward|backward", description = "Whether it says where mail goes or where it comes from (default: forward).")
    private String direction;

    @Option(names = "--location", defaultValue = "envelope", paramLabel = "envelope|header", description = "Where it stands (default: envelope).")
    private String location;

    @Option(names = "--local", paramLabel = "DOMAIN", description = "A domain the directory knows; may be repeated. Without any, rules that ask for domains are undecided.")
    private List<String> local = List.of();

    @Override
    public Integer call() {
        RewriteRequest request;
        try {
            request = new RewriteRequest(address, Direction.valueOf(direction.toUpperCase(Locale.ROOT)), Location.valueOf(location.toUpperCase(Locale.ROOT)), sourceChannel.map(ChannelName::new),
                    destinationChannel.map(ChannelName::new), Optional.empty());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        return switch (RewriteReader.read(tools.readText(file))) {
            case RewriteReading.Read(RewriteRules rules) -> answer(new Rewriter(rules, new Mappings(MappingTables.NONE, Lookups.NONE, new Random()), this::domain).rewrite(request));
            case RewriteReading.Rejected(List<SyntaxError> errors) -> tools.rejected(file, errors);
        };
    }

    private Match<String> domain(String domain) {
        if (local.isEmpty()) {
            return new Match.Unavailable<>("there is no directory of domains");
        }
        return local.stream().anyMatch(domain::equalsIgnoreCase) ? new Match.Found<>(domain) : new Match.NotFound<>();
    }

    private int answer(Rewriting rewriting) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("routed", rewriting instanceof Rewriting.Routed);
        switch (rewriting) {
            case Rewriting.Routed routed -> {
                members.put("address", routed.address());
                members.put("channel", routed.channel().value());
                members.put("host", routed.host());
            }
            case Rewriting.Refused refused -> members.put("reason", refused.text());
            case Rewriting.Unavailable unavailable -> members.put("unavailable", unavailable.why());
        }
        members.put("rules", rewriting.used().stream().map(RewriteTool::told).toList());
        tools.answer(members);
        return rewriting instanceof Rewriting.Unavailable ? Tools.NO : Tools.ANSWERED;
    }

    private static Map<String, Object> told(Rewriting.RuleUsed used) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("line", used.line());
        members.put("rule", used.rule());
        members.put("address", used.address());
        return members;
    }
}
