package org.gatepost.ee.admin;

import java.util.List;
import java.util.Optional;

import org.gatepost.mail.QueueId;

/**
 * All that is known of one message.
 *
 * @param sentence what became of it, in one sentence or a few
 * @param facts empty once it is finished: then the trace alone tells of it
 * @param copies the recipients whose entries are in the queue
 * @param lines in order of time
 */
public record MessageStory(QueueId id, String sentence, Optional<MessageFacts> facts, List<CopyState> copies, List<StoryLine> lines) {

    public MessageStory {
        copies = List.copyOf(copies);
        lines = List.copyOf(lines);
    }
}
