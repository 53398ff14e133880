package org.gatepost.gate;

import org.gatepost.queue.Backlog;
import org.gatepost.smtp.listener.MailRequest;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.stage.SessionFacts;
import org.gatepost.stage.Stage;
import org.gatepost.stage.StageResult;

/**
 * MAIL: no new message while the queue holds as many entries as it may. Transactions that have begun go on to their end, and so do our own reports:
 * they are what empties it.
 */
final class QueueRoom implements Stage<MailRequest> {

    private final Backlog backlog;

    QueueRoom(Backlog backlog) {
        this.backlog = backlog;
    }

    @Override
    public StageResult decide(MailRequest request, SessionFacts facts) {
        long entries = backlog.entries();
        return entries >= backlog.entriesMax()
                ? new StageResult.Refuse(Replies.INSUFFICIENT_STORAGE, "queue rows: about " + entries + " entries, " + backlog.entriesMax() + " may be")
                : new StageResult.Next(facts);
    }
}
