package org.gatepost.mapping;

import java.util.ArrayList;
import java.util.List;

import org.gatepost.stage.Match;

/** What a look-up or routine that a template asks says. */
public sealed interface LookupAnswer {

    /**
     * It goes on: this text is put in, exactly as it is, and these output flags are set.
     *
     * @param text never read as a template: what comes from a stranger's DNS record cannot set a flag
     */
    record Success(String text, Flags flags) implements LookupAnswer {
    }

    /** The entry is treated as not matched. For a routine that asks a question: the answer is no. */
    record Failure(String why) implements LookupAnswer {
    }

    /** Could not ask, or no answer in time: nobody can tell whether the entry would have matched. */
    record Unavailable(String why) implements LookupAnswer {
    }

    /** Success with a text and no flags. */
    static LookupAnswer found(String text) {
        return new Success(text, Flags.NONE);
    }

    /** What was found is the text; contradicting answers are none. */
    static LookupAnswer of(Match<String> match) {
        return switch (match) {
            case Match.Found<String>(String value) -> found(value);
            case Match.NotFound<String>() -> new Failure("not found");
            case Match.Unavailable<String>(String why) -> new Unavailable(why);
            case Match.Conflicting<String>(String why) -> new Unavailable(why);
        };
    }

    /**
     * Success with what a routine of ours answers in the language of templates, as {@code $X4.4.3|$NPlease$ try$ later}: flags and text, nothing that
     * asks or goes on; an {@link IllegalArgumentException} otherwise.
     */
    static LookupAnswer template(String text) {
        Cursor cursor = new Cursor(new PolicyLine(1, List.of(text)));
        List<TemplatePart> parts = new ArrayList<>();
        try {
            parts.addAll(TemplateReader.read(cursor, 0));
            if (!cursor.atEnd()) {
                throw cursor.misread("$ before a space");
            }
        } catch (Cursor.Misread e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        StringBuilder literal = new StringBuilder();
        Flags flags = Flags.NONE;
        for (TemplatePart part : parts) {
            switch (part) {
                case TemplatePart.Text(String piece) -> literal.append(piece);
                case TemplatePart.SetFlag(char name) -> flags = flags.with(name);
                default -> throw new IllegalArgumentException("neither text nor flag in " + text);
            }
        }
        return new Success(literal.toString(), flags);
    }
}
