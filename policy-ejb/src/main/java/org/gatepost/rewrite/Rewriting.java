package org.gatepost.rewrite;

import java.util.List;

import org.gatepost.mail.ChannelName;

/** What becomes of an address. */
public sealed interface Rewriting {

    /** The rules that were used, in order. */
    List<RuleUsed> used();

    /**
     * It goes this way.
     *
     * @param host the host by which the channel was found
     */
    record Routed(String address, ChannelName channel, String host, List<RuleUsed> used) implements Rewriting {
        public Routed {
            used = List.copyOf(used);
        }
    }

    /**
     * No rule, or no channel, takes it.
     *
     * @param text what the rules have to say about that, or what is always said
     */
    record Refused(String text, List<RuleUsed> used) implements Rewriting {
        public Refused {
            used = List.copyOf(used);
        }
    }

    /** Nobody can tell: something could not be asked, or a limit was reached. */
    record Unavailable(String why, List<RuleUsed> used) implements Rewriting {
        public Unavailable {
            used = List.copyOf(used);
        }
    }

    /**
     * A rule that was used.
     *
     * @param line where it stands in its file
     * @param rule as it is written
     * @param address what came of it
     */
    record RuleUsed(int line, String rule, String address) {
    }
}
