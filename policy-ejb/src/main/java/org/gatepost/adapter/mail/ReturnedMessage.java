package org.gatepost.adapter.mail;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeUtility;

import org.gatepost.smtp.protocol.Ret;

/**
 * What of the message a report gives back.
 *
 * @param type message/rfc822 for the whole, text/rfc822-headers for its header section; message/global and message/global-headers where addresses are
 *        UTF-8 and so is the header section (RFC 6533 section 5)
 * @param encoding content transfer encoding
 * @param messageId the original's, where it has one fit to be quoted
 */
record ReturnedMessage(String type, String encoding, byte[] octets, Optional<String> messageId) {

    /** RFC 5321 section 4.5.3.1.6. A whole message with longer lines cannot be returned as such: message/rfc822 must not be encoded (RFC 2046 5.2.1). */
    private static final int LINE_OCTETS_MAX = 998;

    private static final Pattern MESSAGE_ID = Pattern.compile("(?im)^message-id:\\s*(<[!-;=?-~]{1,900}>)[ \\t]*\\r?$");

    /** @param international whether an address of the message is UTF-8 */
    static ReturnedMessage of(byte[] original, Ret returns, boolean international) throws IOException, MessagingException {
        byte[] header = Arrays.copyOf(original, headerOctets(original));
        Matcher id = MESSAGE_ID.matcher(new String(header, StandardCharsets.ISO_8859_1));
        Optional<String> messageId = id.find() ? Optional.of(id.group(1)) : Optional.empty();
        boolean global = international && isEightBit(header);
        if (returns == Ret.FULL && longestLine(original) <= LINE_OCTETS_MAX) {
            return new ReturnedMessage(global ? "message/global" : "message/rfc822", isEightBit(original) ? "8bit" : "7bit", original, messageId);
        }
        String type = global ? "message/global-headers" : "text/rfc822-headers";
        if (longestLine(header) <= LINE_OCTETS_MAX) {
            return new ReturnedMessage(type, isEightBit(header) ? "8bit" : "7bit", header, messageId);
        }
        return new ReturnedMessage(type, "quoted-printable", quotedPrintable(header), messageId);
    }

    /** The header section of a message, one char an octet. */
    static String headerOf(byte[] original) {
        return new String(original, 0, headerOctets(original), StandardCharsets.ISO_8859_1);
    }

    /** Up to the empty line, or the last whole line where the end was not read. */
    private static int headerOctets(byte[] original) {
        int lineStart = 0;
        for (int i = 0; i < original.length; i++) {
            if (original[i] == '\n') {
                if (i == lineStart || i == lineStart + 1 && original[lineStart] == '\r') {
                    return lineStart;
                }
                lineStart = i + 1;
            }
        }
        return lineStart;
    }

    private static int longestLine(byte[] octets) {
        int longest = 0;
        int length = 0;
        for (byte octet : octets) {
            length = octet == '\n' ? 0 : octet == '\r' ? length : length + 1;
            longest = Math.max(longest, length);
        }
        return longest;
    }

    private static boolean isEightBit(byte[] octets) {
        for (byte octet : octets) {
            if (octet < 0) {
                return true;
            }
        }
        return false;
    }

    private static byte[] quotedPrintable(byte[] octets) throws IOException, MessagingException {
        ByteArrayOutputStream encoded = new ByteArrayOutputStream();
        try (OutputStream out = MimeUtility.encode(encoded, "quoted-printable")) {
            out.write(octets);
        }
        return encoded.toByteArray();
    }
}
