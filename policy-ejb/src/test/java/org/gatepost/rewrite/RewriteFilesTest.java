package org.gatepost.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import org.gatepost.mail.ChannelName;
import org.gatepost.mapping.GeneralDatabase;
import org.gatepost.mapping.LookupAnswer;
import org.gatepost.mapping.Lookups;
import org.gatepost.mapping.MappingReader;
import org.gatepost.mapping.MappingReading;
import org.gatepost.mapping.Mappings;
import org.gatepost.mapping.SyntaxError;
import org.gatepost.stage.Match;

/**
 * The files under {@code rewrites}: {@code NAME.in} has rules (and channels), a line {@code ====}, and questions, one a line: direction, location, source channel,
 * destination channel or {@code -}, address. {@code NAME.out} has the answer to each: address, channel, host and the lines of the rules used; or why there is none.
 */
class RewriteFilesTest {

    private static final Path FILES = Path.of("src/test/resources/rewrites");

    @TestFactory
    Stream<DynamicTest> eachFileAnswersAsWritten() throws IOException {
        try (Stream<Path> files = Files.list(FILES)) {
            List<Path> questions = files.filter(file -> file.toString().endsWith(".in")).sorted().toList();
            assertTrue(questions.size() > 5);
            return questions.stream().map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> {
                Path answers = file.resolveSibling(file.getFileName().toString().replace(".in", ".out"));
                assertEquals(Files.readString(answers), answers(Files.readString(file)));
            }));
        }
    }

    private static String answers(String file) {
        String[] halves = file.split("====\n", 2);
        return switch (RewriteReader.read(halves[0])) {
            case RewriteReading.Read(RewriteRules rules) -> halves[1].lines().map(line -> said(new Rewriter(rules, mappings(), RewriteFilesTest::local).rewrite(request(line))) + "\n")
                    .collect(Collectors.joining());
            case RewriteReading.Rejected(List<SyntaxError> errors) -> errors.stream().map(error -> error + "\n").collect(Collectors.joining());
        };
    }

    private static RewriteRequest request(String line) {
        String[] words = line.split(" ", 5);
        return new RewriteRequest(words[4], RewriteRequest.Direction.valueOf(words[0].toUpperCase(Locale.ROOT)), RewriteRequest.Location.valueOf(words[1].toUpperCase(Locale.ROOT)),
                channel(words[2]), channel(words[3]), Optional.of("mail.example.com"));
    }

    private static Optional<ChannelName> channel(String word) {
        return word.equals("-") ? Optional.empty() : Optional.of(new ChannelName(word));
    }

    private static String said(Rewriting answer) {
        String used = answer.used().stream().map(rule -> String.valueOf(rule.line())).collect(Collectors.joining(",", " by ", ""));
        return switch (answer) {
            case Rewriting.Routed routed -> routed.address() + " " + routed.channel() + " " + routed.host() + used;
            case Rewriting.Refused refused -> "refused: " + refused.text() + used;
            case Rewriting.Unavailable unavailable -> "unavailable: " + unavailable.why();
        };
    }

    private static Match<String> local(String domain) {
        return switch (domain) {
            case "example.com", "sub.example.com" -> new Match.Found<>(domain);
            case "down.example" -> new Match.Unavailable<>("the directory does not answer");
            case "two.example" -> new Match.Conflicting<>("two entries");
            default -> new Match.NotFound<>();
        };
    }

    private static Mappings mappings() {
        String tables = "INTERNAL_IP\n  $(10.0.0.0/8)  $Y\n  IPv6:${2001:db8::/32}  $Y\n  *  $N\nUPPER\n  *  $^$0$Y\n";
        Lookups lookups = Lookups.NONE.withGeneral(new GeneralDatabase(Map.of("alice@example.com", "al"))).withUrls(url -> LookupAnswer.found(url.contains("bob") ? "bob.host" : "other.host"))
                .withRoutine("test", "no", argument -> new LookupAnswer.Failure("no")).withRoutine("test", "echo", LookupAnswer::found);
        return new Mappings(assertInstanceOf(MappingReading.Read.class, MappingReader.read(tables)).tables(), lookups, new Random(1));
    }
}
