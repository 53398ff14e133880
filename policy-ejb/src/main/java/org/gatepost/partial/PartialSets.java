package org.gatepost.partial;

import java.io.IOException;
import java.io.InputStream;

import org.gatepost.smtp.protocol.Reply;
import org.gatepost.stage.Match;

/** Port: the parts that wait for others, on all nodes. They are joined and made whole by the message they come with ({@link PartsChange}). Safe for use by many threads. */
public interface PartialSets {

    /** By which they are held, and which stands in the trace where they are returned or thrown away. */
    String RULE = "Defragmentation";
    /** What stands in the queue where else the login of who wants an entry returned stands; no login has a space. */
    String RETURNED_BY = "rule " + RULE;

    /** What there is to do about a part. It may be another thing when the part is stored; then it is not. Never {@link Match.NotFound}. */
    Match<Standing> standing(ArrivedPart part);

    /**
     * The octets of a part that is here, its header section first, read piece by piece. The caller closes it.
     *
     * @throws IOException where it cannot be read, or is not here any more
     */
    InputStream open(KnownPart part) throws IOException;

    /**
     * Throws the others away, and remembers why: the whole was refused for good, as the sender of this part is about to be told. Returns after the commit; an exception
     * means that nothing was written.
     *
     * @return false where the set is not as it was: nothing was written
     */
    boolean refused(ArrivedPart part, Standing.Completes of, Reply reply);

    /** No part is ever here. */
    PartialSets NONE = new PartialSets() {
        @Override
        public Match<Standing> standing(ArrivedPart part) {
            return new Match.Found<>(PartSet.unknown(PartSet.Waiting.NOTHING).standing(part, PartLimits.DEFAULT));
        }

        @Override
        public InputStream open(KnownPart part) throws IOException {
            throw new IOException("there are no parts");
        }

        @Override
        public boolean refused(ArrivedPart part, Standing.Completes of, Reply reply) {
            return true;
        }
    };
}
