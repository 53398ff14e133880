package org.gatepost.smtp.client;

import java.io.IOException;
import java.util.Optional;

import org.gatepost.smtp.protocol.BodyType;
import org.gatepost.smtp.protocol.Extension;
import org.gatepost.smtp.protocol.Replies;

/**
 * What a next hop that offers this is given of a message, decided before anything is said about it.
 *
 * @param protectedHop encrypted, with one whose certificate was looked at
 */
record PassOn(Extensions offered, boolean protectedHop) {

    /** How it goes. */
    sealed interface Way {
    }

    /** So: with this content, declared as this body. */
    record Goes(OutgoingContent content, BodyType body) implements Way {
        boolean inChunks() {
            return body == BodyType.BINARY_MIME;
        }
    }

    /** Not at all. */
    record Refused(RemoteReply reply) implements Way {
    }

    /** Whether it goes as it is, so that no more than a look is needed. */
    boolean isPlain(OutgoingMessage message) {
        return refusal(message).isEmpty() && message.came().isEmpty() && (message.parameters().body() == BodyType.SEVEN_BIT
                || message.parameters().body() == BodyType.EIGHT_BIT_MIME && offered.eightBitMime());
    }

    /** Reads the content where it must be converted. */
    Way of(OutgoingMessage message) {
        Optional<RemoteReply> refusal = refusal(message);
        if (refusal.isPresent()) {
            return new Refused(refusal.get());
        }
        try {
            return switch (message.parameters().body()) {
                case SEVEN_BIT -> new Goes(message.content(), BodyType.SEVEN_BIT);
                case EIGHT_BIT_MIME -> offered.eightBitMime() ? new Goes(message.content(), BodyType.EIGHT_BIT_MIME) : sevenBit(message);
                case BINARY_MIME -> offered.binaryMime() ? new Goes(message.content(), BodyType.BINARY_MIME) : sevenBit(message);
            };
        } catch (Unconvertible e) {
            return new Refused(new RemoteReply.Ours(e.reply(), Step.MAIL));
        } catch (IOException e) {
            return new Refused(Failures.unreadable(e));
        }
    }

    private static Way sevenBit(OutgoingMessage message) throws IOException, Unconvertible {
        return new Goes(message.content().inSevenBit(), BodyType.SEVEN_BIT);
    }

    private Optional<RemoteReply> refusal(OutgoingMessage message) {
        // RFC 8689 section 4.2.1
        if (message.demands().requireTls() && !(protectedHop && offered.requireTls())) {
            return Optional.of(new RemoteReply.Ours(Replies.REQUIRETLS_NOT_KEPT, Step.MAIL));
        }
        // RFC 6531 section 3.5
        if (message.demands().smtpUtf8() && !offered.smtpUtf8()) {
            return Optional.of(new RemoteReply.Ours(Replies.SMTPUTF8_NOT_OFFERED, Step.MAIL));
        }
        // RFC 2852 section 4.1.4.2
        if (message.demands().deliverBy() && !offered.has(Extension.DELIVERBY)) {
            return Optional.of(new RemoteReply.Ours(Replies.NEXT_HOP_LACKS_DELIVERBY, Step.MAIL));
        }
        // RFC 1870 section 6.2: it would be refused anyway, after all of it was sent.
        if (offered.octetsMax().isPresent() && message.content().size() > offered.octetsMax().getAsLong()) {
            return Optional.of(new RemoteReply.Ours(Replies.TOO_LARGE_FOR_NEXT_HOP, Step.MAIL));
        }
        return Optional.empty();
    }
}
