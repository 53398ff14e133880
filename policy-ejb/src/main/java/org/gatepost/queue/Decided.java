package org.gatepost.queue;

import org.gatepost.mail.Recipient;
import org.gatepost.queue.AttemptOutcome.Answer;
import org.gatepost.queue.AttemptOutcome.Success;

/**
 * What became of a recipient of the envelope already when its message was accepted, so that its sender can be told at once.
 *
 * @param recipient with its own address, not those it leads to
 * @param answer positive, or why it gets no copy
 * @param success what a positive answer means
 */
public record Decided(Recipient recipient, Answer answer, Success success) {
}
