package org.gatepost.conversion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.gatepost.conversion.ConversionEntry.Condition;
import org.gatepost.mapping.SyntaxError;
import org.junit.jupiter.api.Test;

class ConversionReaderTest {

    private static List<ConversionEntry> entries(String text) {
        return assertInstanceOf(ConversionReading.Read.class, ConversionReader.read("site", text)).entries().entries();
    }

    private static List<String> wrong(String text) {
        return assertInstanceOf(ConversionReading.Rejected.class, ConversionReader.read("site", text)).errors().stream().map(SyntaxError::toString).toList();
    }

    @Test
    void anEntryEndsWithALineThatSaysSoOrBeforeAnEmptyOne() {
        List<ConversionEntry> entries = entries("! all\nin-channel=TCP_local; in-type=application;\n! still the first\n in-subtype=x-*; delete=1\nin-name=\"*; a.exe\";\nrefuse = \"say \\\"no\\\"\" ;\n\nhold=later\n");
        assertEquals(List.of(new ConversionEntry("site line 2", Map.of(Condition.IN_CHANNEL, "tcp_local", Condition.IN_TYPE, "application", Condition.IN_SUBTYPE, "x-*"), new ConversionAction.Delete()),
                new ConversionEntry("site line 5", Map.of(Condition.IN_NAME, "*; a.exe"), new ConversionAction.Refuse("say \"no\"")),
                new ConversionEntry("site line 8", Map.of(), new ConversionAction.Hold("later"))), entries);
    }

    @Test
    void aCommandHasItsBounds() {
        assertEquals(new ConversionAction.Run(List.of("/usr/bin/convert", "-a", "b"), Optional.of("application/pdf"), Duration.ofSeconds(5), 1_000),
                entries("command=\"/usr/bin/convert -a  b\"; out-type=application; out-subtype=pdf; timeout=5; octets=1000").getFirst().action());
        assertEquals(new ConversionAction.Run(List.of("/a"), Optional.empty(), ConversionAction.Run.TIMEOUT, ConversionAction.Run.OCTETS), entries("command=/a").getFirst().action());
    }

    @Test
    void whatIsWrongIsToldByLine() {
        assertEquals(List.of("line 1, column 1: expected timeout from 1 to 300"), wrong("command=/a; timeout=301"));
        assertEquals(List.of("line 1, column 1: expected octets from 1 to 524288"), wrong("command=/a; octets=524289"));
        assertEquals(List.of("line 1, column 1: expected an absolute path in command"), wrong("command=a"));
        assertEquals(List.of("line 1, column 1: expected one of delete replace refuse hold command in an entry"), wrong("in-type=a"));
        assertEquals(List.of("line 1, column 1: expected one of delete replace refuse hold command in an entry"), wrong("delete=1; hold=a"));
        assertEquals(List.of("line 1, column 1: expected out-type out-subtype timeout octets only with command"), wrong("hold=a; octets=1"));
        assertEquals(List.of("line 1, column 1: expected out-type and out-subtype of a part that is no multipart"), wrong("command=/a; out-type=multipart; out-subtype=mixed"));
        assertEquals(List.of("line 1, column 13: expected in-type once"), wrong("in-type=a;  in-type=b; delete=1"));
        assertEquals(List.of("line 1, column 10: expected ; between two of them"), wrong("delete=1 hold=a"));
        assertEquals(List.of("line 1, column 8: expected a quote at the end"), wrong("hold=\"a"));
        assertEquals(List.of("line 1, column 6: expected 1 to 4096 characters"), wrong("hold="));
        assertEquals(List.of("line 1, column 6: expected 1 to 4096 characters"), wrong("hold=" + "a".repeat(ConversionReader.VALUE_MAX + 1)));
        assertEquals(1, wrong("hold=a\n".repeat(ConversionReader.ENTRIES_MAX + 1)).size());
        assertEquals(ConversionReader.ERRORS_MAX, wrong("nothing\n".repeat(ConversionReader.ERRORS_MAX + 1)).size());
    }
}
