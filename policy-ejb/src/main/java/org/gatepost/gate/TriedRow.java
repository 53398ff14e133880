package org.gatepost.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.gatepost.channel.Channel;
import org.gatepost.smtp.protocol.Reply;
import org.gatepost.stage.SessionFacts;

/**
 * The kinds of policy rows a channel can try by themselves, beside others of their kind that are meant: {@code logonly KIND:NAME}, such as {@code dns_list:zen}. A
 * mapping table needs no kind: its name is that of its stage.
 */
public enum TriedRow {
    DNS_LIST, SCANNER, THROTTLE_TABLE;

    private final String prefix = name().toLowerCase(Locale.ROOT) + ":";

    /** The rows of this kind that a channel only tries, by their names. */
    public Set<String> of(Channel channel) {
        Set<String> names = channel.keywords().service().trial().logOnly();
        return names.isEmpty() ? Set.of() : names.stream().filter(name -> name.startsWith(prefix)).map(name -> name.substring(prefix.length())).collect(Collectors.toCollection(TreeSet::new));
    }

    /** The same of the channel a session is in. */
    Set<String> of(SessionFacts facts) {
        return of(facts.require(GateFacts.SOURCE_CHANNEL));
    }

    /** Whether that row of this kind is only tried where the session is. */
    boolean covers(String row, SessionFacts facts) {
        Set<String> names = facts.require(GateFacts.SOURCE_CHANNEL).keywords().service().trial().logOnly();
        return !names.isEmpty() && names.contains(prefix + row);
    }

    /**
     * The facts, with what a row would have done, which is told when all stages have been asked.
     *
     * @param reply what the client would have been told; empty where copies would have been held, or more than a reply would have followed
     */
    SessionFacts noted(String row, SessionFacts facts, Optional<Reply> reply, String reason) {
        List<OnTrial.Tried> tried = new ArrayList<>(facts.get(GateFacts.TRIED).orElse(List.of()));
        tried.add(new OnTrial.Tried(prefix + row, reply, reason));
        return Marks.added(facts.with(GateFacts.TRIED, List.copyOf(tried)), List.of(OnTrial.MARK + prefix + row));
    }

    /** Whether a word of {@code logonly} names a row, of whichever kind. */
    static boolean isNamed(String word) {
        return word.indexOf(':') > 0 && Set.of(values()).stream().anyMatch(kind -> word.startsWith(kind.prefix));
    }

    /**
     * Requires that the rows of this kind which a channel tries are among those that have a say there.
     *
     * @param otherwise what a row is that is not among them, as the end of a sentence
     * @throws IllegalArgumentException that names the channel and the row
     */
    public void check(Channel channel, Set<String> asked, String otherwise) {
        for (String name : of(channel)) {
            if (!asked.contains(name)) {
                throw new IllegalArgumentException("channel " + channel.name() + ": logonly names " + prefix + name + ", " + otherwise);
            }
        }
    }
}
