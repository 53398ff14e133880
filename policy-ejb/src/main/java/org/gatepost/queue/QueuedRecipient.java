package org.gatepost.queue;

import org.gatepost.mail.Recipient;

/** A recipient in the queue. */
public record QueuedRecipient(int number, Recipient recipient, RecipientState state) {

    public boolean isWaiting() {
        return state instanceof RecipientState.Waiting;
    }
}
