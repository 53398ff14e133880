package org.gatepost.conversion;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Port: programs of the site that are given a part's octets and make others of them. Safe for use by many threads; never throws. */
@FunctionalInterface
public interface PartPrograms {

    /** Where no program is run. */
    PartPrograms NONE = question -> new Answer.Unavailable("programs are not run here");

    /** Answers at the latest when the question's deadline has passed; the program and its children are gone then. */
    Answer run(Question question);

    /** The decoded octets of a part, opened by whoever wants them and closed by him. */
    @FunctionalInterface
    interface Octets {
        InputStream open() throws IOException;
    }

    /**
     * What is run.
     *
     * @param command an absolute path and arguments
     * @param environment nothing else stands in it
     * @param octetsMax of what it may make
     */
    record Question(List<String> command, Map<String, String> environment, Octets octets, Duration deadline, int octetsMax) {
        public Question {
            command = List.copyOf(command);
            environment = Map.copyOf(environment);
        }
    }

    /** What a program says. */
    sealed interface Answer {

        /** These octets stand for those it was given. */
        record Made(byte[] octets) implements Answer {
        }

        /** The part stays as it is. */
        record Unchanged() implements Answer {
        }

        /** It is taken out. */
        record Delete() implements Answer {
        }

        /** The message is refused. */
        record Refuse() implements Answer {
        }

        /** The message is held. */
        record Hold() implements Answer {
        }

        /** It did not say. */
        record Unavailable(String why) implements Answer {
        }
    }
}
