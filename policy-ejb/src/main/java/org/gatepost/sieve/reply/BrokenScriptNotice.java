package org.gatepost.sieve.reply;

import java.util.List;
import java.util.stream.Collectors;

import org.gatepost.sieve.language.SieveError;

/** Tells the owner of a script that it cannot be run, and what is wrong with it. */
public final class BrokenScriptNotice {

    /** Errors that are told. */
    private static final int ERRORS_MAX = 20;

    private BrokenScriptNotice() {
    }

    /**
     * The notice, with the null reverse-path.
     *
     * @param owner the owner's address
     * @param errors at least one
     * @param ourName of this host
     */
    public static GeneratedMail to(String owner, List<SieveError> errors, String ourName, Stamp stamp) {
        Draft draft = new Draft(stamp).field("From", "Mail Delivery Subsystem <postmaster@" + ourName + '>').field("To", '<' + owner + '>')
                .field("Subject", "Your Sieve script cannot be run").field("Auto-Submitted", "auto-generated").field("Precedence", "bulk");
        String text = "A Sieve script of yours cannot be run. Until it is put right your mail is delivered as if there were none.\n\n"
                + errors.stream().limit(ERRORS_MAX).map(error -> "line " + error.line() + ", column " + error.column() + ": " + error.message()).collect(Collectors.joining("\n"))
                + "\n\nYou are told of this at most once a day.\n";
        return new GeneratedMail("", owner, draft.withText(text));
    }
}
