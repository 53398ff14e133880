package org.gatepost.partial;

import org.gatepost.mail.QueueId;

/**
 * A part that is here already: a message of the queue whose copies are held by {@link PartialSets#RULE}.
 *
 * @param bodyAt octets of its header section, with the empty line
 * @param octets behind it
 * @param digest of those, as {@link ArrivedPart} has it
 */
public record KnownPart(QueueId message, long bodyAt, long octets, String digest) {
}
