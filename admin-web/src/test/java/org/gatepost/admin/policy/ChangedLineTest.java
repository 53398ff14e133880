package org.gatepost.admin.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.gatepost.policytext.PolicyDifference;
import org.gatepost.policytext.PolicyDocument;
import org.gatepost.policytext.PolicyDocument.Row;
import org.gatepost.policytext.PolicyDocument.RowName;
import org.junit.jupiter.api.Test;

class ChangedLineTest {

    private static PolicyDocument table(String name, String entries) {
        return new PolicyDocument(List.of(new Row(new RowName("mapping_table", List.of(name)), Map.of("entries", entries), 0)));
    }

    private static List<String> lines(PolicyDocument from, PolicyDocument to) {
        return ChangedLine.of(PolicyDifference.between(from, to)).stream().map(line -> line.sign() + " " + line.row() + ": " + line.text()).toList();
    }

    @Test
    void ofALongValueOnlyTheLinesThatDifferAreShown() {
        assertEquals(List.of("− mapping_table A: entries =  b  $Y", "+ mapping_table A: entries =  b  $N", "+ mapping_table A: entries =  b2  $N"),
                lines(table("A", " a  $Y\n b  $Y\n c  $Y"), table("A", " a  $Y\n b  $N\n b2  $N\n c  $Y")));
    }

    @Test
    void aLineThatIsRepeatedIsNotCountedTwice() {
        assertEquals(List.of("+ mapping_table A: entries =  a"), lines(table("A", " a"), table("A", " a\n a")));
    }

    @Test
    void rowsThatCameAndWentAreShownWhole() {
        assertEquals(List.of("− mapping_table A: entries =  a  $Y", "+ mapping_table B: entries =  b  $Y"), lines(table("A", " a  $Y"), table("B", " b  $Y")));
    }

    @Test
    void whatIsTheSameIsNotShown() {
        assertEquals(List.of(), lines(table("A", " a"), table("A", " a")));
    }

    @Test
    void ofVeryManyLinesTheLastSaysHowManyMoreThereAre() {
        String many = IntStream.range(0, ChangedLine.LINES_MAX + 1).mapToObj(i -> " " + i).collect(Collectors.joining("\n"));
        List<String> lines = lines(new PolicyDocument(List.of()), table("A", many));
        assertEquals(ChangedLine.LINES_MAX, lines.size());
        assertEquals("+ : and 2 more lines", lines.getLast());
    }
}
