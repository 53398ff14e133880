package org.gatepost.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The files under {@code probes}: {@code NAME.in} has tables, a line {@code ====}, and questions, one a line: table, input flags or {@code -}, probe.
 * {@code NAME.out} has the answer to each: {@code no match}, {@code unavailable}, or output flags or {@code -}, then the output in brackets. Or the errors, where
 * the tables cannot be read.
 */
class ProbeFilesTest {

    private static final Path FILES = Path.of("src/test/resources/probes");

    @TestFactory
    Stream<DynamicTest> eachFileAnswersAsWritten() throws IOException {
        try (Stream<Path> files = Files.list(FILES)) {
            List<Path> questions = files.filter(file -> file.toString().endsWith(".in")).sorted().toList();
            assertTrue(questions.size() > 10);
            return questions.stream().map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> {
                Path answers = file.resolveSibling(file.getFileName().toString().replace(".in", ".out"));
                assertEquals(Files.readString(answers), answers(Files.readString(file)));
            }));
        }
    }

    private static String answers(String file) {
        String[] halves = file.split("====\n", 2);
        MappingReading reading = MappingReader.read(halves[0]);
        if (reading instanceof MappingReading.Rejected(List<SyntaxError> errors)) {
            return errors.stream().map(error -> error + "\n").collect(Collectors.joining());
        }
        Mappings mappings = new Mappings(((MappingReading.Read) reading).tables(), lookups(), new Random(1));
        return halves[1].lines().map(line -> {
            String[] question = line.split(" ", 3);
            Flags flags = question[1].equals("-") ? Flags.NONE : Flags.of(question[1]);
            String answer = said(mappings.ask(question[0], question[2], flags));
            return answer + "\n";
        }).collect(Collectors.joining());
    }

    private static String said(MappingAnswer answer) {
        return switch (answer) {
            case MappingAnswer.Mapped(String output, Flags flags) -> (flags.equals(Flags.NONE) ? "-" : flags.toString()) + " [" + output + "]";
            case MappingAnswer.NoMatch() -> "no match";
            case MappingAnswer.Unavailable(String why) -> "unavailable: " + why;
        };
    }

    private static Lookups lookups() {
        AtomicInteger sequence = new AtomicInteger(40);
        return Lookups.NONE
                .withRoutine("test", "echo", LookupAnswer::found)
                .withRoutine("test", "template", argument -> LookupAnswer.template("$X4.4.3|$NPlease$ try$ again$ later"))
                .withRoutine("test", "no", argument -> new LookupAnswer.Failure("no"))
                .withRoutine("test", "down", argument -> new LookupAnswer.Unavailable("the server does not answer"))
                .withGeneral(new GeneralDatabase(Map.of("Alice@example.com", "al", "money", "$Y$$")))
                .withUrls(url -> url.contains("nobody") ? new LookupAnswer.Failure("no entry") : LookupAnswer.found("<" + url + ">"))
                .withDomainAttributes(argument -> argument.equals("example.com,mailDomainStatus") ? LookupAnswer.found("active") : new LookupAnswer.Failure("no attribute"))
                .withSequences(name -> LookupAnswer.found(String.valueOf(sequence.incrementAndGet())));
    }
}
