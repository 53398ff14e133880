package org.gatepost.sieve;

import org.gatepost.sieve.language.SieveCommand;
import org.gatepost.sieve.language.SieveTest;

/** What the words do that somebody added to the language. */
public interface AddedWords {

    AddedWords NONE = new AddedWords() {
        @Override
        public void command(SieveCommand.Added command, SieveRun run) {
            throw new SieveRunError(command.at(), "nobody carries out " + command.phrase().name());
        }

        @Override
        public boolean test(SieveTest.Added test, SieveRun run) {
            throw new SieveRunError(test.at(), "nobody answers " + test.phrase().name());
        }
    };

    void command(SieveCommand.Added command, SieveRun run);

    boolean test(SieveTest.Added test, SieveRun run);
}
