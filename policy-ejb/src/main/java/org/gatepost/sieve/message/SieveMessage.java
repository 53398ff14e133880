package org.gatepost.sieve.message;

import java.util.List;
import java.util.Optional;

/** What a script can see of a message. Answers are the same however often they are asked for. */
public interface SieveMessage {

    /** The message's own header fields, in their order. */
    List<HeaderField> fields();

    /** Octets as received. */
    long size();

    /** Octets before the empty line that ends the header. */
    long headerOctets();

    /** The body as it is on the wire, its beginning where it is long; absent where no empty line ends the header. */
    Optional<String> rawBody();

    /** The message as a part, those within it below. */
    MimePart structure();

    /** Where one of its parts stands in its octets, by the way {@link MimePart#way} tells; empty where it has no octets of its own, as within what is encoded. */
    Optional<PartPlace> place(List<Integer> way);
}
