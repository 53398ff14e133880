package org.gatepost.partial;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

import org.gatepost.smtp.spool.MessageContent;

/**
 * A part that has just come. Immutable.
 *
 * @param set the key of the set it belongs to: the same for parts with the same id whose {@link Envelope}s are the same, so that nobody completes a set of somebody else
 * @param sender whose sets are counted: who authenticated, else the reverse-path, each with its channel
 * @param bodyAt octets of its header section, with the empty line
 * @param octets of what it is a part of: all behind the header section
 * @param digest SHA-256 of those, in hexadecimal digits: how a part is known that is sent again
 */
public record ArrivedPart(String set, String sender, PartFields fields, long bodyAt, long octets, String digest) {

    /**
     * What must be the same for parts of one message.
     *
     * @param channel by which it came
     * @param identity who authenticated; empty: nobody
     * @param handling words for what the sender wants done that must not differ, as that it goes by TLS only
     */
    public record Envelope(String channel, String identity, String reversePath, List<String> recipients, String handling) {
        public Envelope {
            recipients = List.copyOf(recipients);
        }
    }

    /**
     * Reads the content once, to know it again.
     *
     * @throws IOException where it cannot be read
     */
    public static ArrivedPart of(PartFields fields, Envelope envelope, MessageContent content, long bodyAt) throws IOException {
        MessageDigest key = sha256();
        for (String word : List.of(fields.id(), envelope.channel(), envelope.identity(), envelope.reversePath(), envelope.handling())) {
            add(key, word);
        }
        // In whatever order and letters they were named: RCPT of the same people is the same.
        envelope.recipients().stream().map(address -> address.toLowerCase(Locale.ROOT)).sorted().distinct().forEach(address -> add(key, address));
        String sender = envelope.channel() + (envelope.identity().isEmpty() ? " <" + envelope.reversePath() + ">" : " " + envelope.identity());
        return new ArrivedPart(HexFormat.of().formatHex(key.digest()), sender, fields, bodyAt, content.size() - bodyAt, digest(content, bodyAt));
    }

    private static String digest(MessageContent content, long bodyAt) throws IOException {
        MessageDigest digest = sha256();
        try (InputStream in = content.open()) {
            in.skipNBytes(bodyAt);
            byte[] buffer = new byte[8192];
            for (int read = in.read(buffer); read > 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void add(MessageDigest digest, String word) {
        byte[] octets = word.getBytes(StandardCharsets.UTF_8);
        digest.update((octets.length + ":").getBytes(StandardCharsets.US_ASCII));
        digest.update(octets);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
