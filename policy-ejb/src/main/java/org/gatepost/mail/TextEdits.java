package org.gatepost.mail;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.gatepost.smtp.spool.MessageContent;

/**
 * The declared edits that put a text before and behind that of a message: into the body where that is plain text they fit into, else as parts of their own
 * round what came, which stays octet for octet. What is signed, encrypted or only read by programs is left as it is.
 *
 * @param edits none where it is left as it is
 * @param said what was done, or why nothing was, in words for the trace
 */
public record TextEdits(HeaderEdits edits, String said) {

    /** Whose signature would not hold any more (RFC 1847, RFC 8551), or whose form is what another program looks for (RFC 6522, RFC 2046 section 5.2.2). */
    private static final Set<String> UNTOUCHED = Set.of("multipart/signed", "multipart/encrypted", "multipart/report", "application/pkcs7-mime", "application/x-pkcs7-mime",
            "application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-encrypted", "message/partial");
    /** Character sets in which ASCII is what it is, at the beginning of any line. */
    private static final Pattern ASCII_WITHIN = Pattern.compile("us-ascii|ascii|utf-8|iso-8859-\\d+|windows-125\\d|koi8-[ru]|gb2312|gbk|gb18030|big5|euc-(?:kr|jp)");
    private static final Pattern CHARSET = Pattern.compile("(?i);\\s*charset(\\*?)\\s*=\\s*\"?([^\\s;\"]+)");
    private static final Pattern FLOWED = Pattern.compile("(?i);\\s*format\\s*=\\s*\"?flowed");
    /** Fields that say what a body is. */
    private static final Pattern MIME_FIELD = Pattern.compile("(?im)^(?:content-type|content-transfer-encoding|mime-version)[ \t]*:");
    /** Octets of the content's end that are looked at. */
    private static final int TAIL_OCTETS = 80;

    /**
     * The texts, each of whole lines with CRLF or empty.
     *
     * @param boundary unlike any line of the content, for parts that may have to be made
     */
    public record Texts(String before, String behind, String boundary) {

        private boolean all(Predicate<String> fits) {
            return fits.test(before) && fits.test(behind);
        }
    }

    /**
     * What becomes of a content. Reads its header section and its end.
     *
     * @param known the edits of it so far, which these go with
     */
    public static TextEdits of(Texts texts, MessageContent content, MessageHeader header, HeaderEdits known) throws IOException {
        return new Making(texts, content, header, known).made();
    }

    private static final class Making {

        private final Texts texts;
        private final MessageHeader header;
        private final HeaderEdits known;
        private final long octets;
        private final boolean eightBit;
        private final byte[] section;
        private final String tail;

        Making(Texts texts, MessageContent content, MessageHeader header, HeaderEdits known) throws IOException {
            this.texts = texts;
            this.header = header;
            this.known = known;
            this.octets = content.size();
            this.eightBit = content.traits().eightBit();
            try (InputStream in = content.open()) {
                this.section = in.readNBytes(header.octets());
                in.skipNBytes(Math.max(0, octets - header.octets() - TAIL_OCTETS));
                this.tail = new String(in.readNBytes(TAIL_OCTETS), StandardCharsets.ISO_8859_1);
            }
        }

        TextEdits made() {
            String type = type();
            if (UNTOUCHED.contains(type)) {
                return left(type + " stays as it is");
            }
            if (emptyLineOctets() == 0) {
                return left("it has no body");
            }
            if (hasOtherBody()) {
                return left("another body was put there");
            }
            return known.removeFrom(header.octets()) || putsInBody() ? round() : into().orElseGet(this::round);
        }

        private static TextEdits left(String why) {
            return new TextEdits(HeaderEdits.NONE, "left off: " + why);
        }

        private String type() {
            return first("content-type").map(MimeSection::type).orElse("text/plain");
        }

        private Optional<String> first(String name) {
            return header.all(name).stream().findFirst().map(MessageHeader.Field::value);
        }

        private int emptyLineOctets() {
            String end = new String(section, StandardCharsets.ISO_8859_1);
            if (end.endsWith("\n\r\n") || end.equals("\r\n")) {
                return 2;
            }
            return end.endsWith("\n\n") || end.equals("\n") ? 1 : 0;
        }

        /** Whether the edits so far say that the message is another than its own fields do. */
        private boolean hasOtherBody() {
            return known.patches().stream().filter(patch -> patch.at() < header.octets()).anyMatch(patch -> patch.at() + patch.remove() > header.octets()
                    || MIME_FIELD.matcher(patch.insert()).find() || header.fields().stream().anyMatch(field -> MIME_FIELD.matcher(field.name() + ":").find() && changes(patch, field)));
        }

        private static boolean changes(HeaderEdits.Patch patch, MessageHeader.Field field) {
            return field.at() < patch.at() + patch.remove() && patch.at() < field.at() + field.length();
        }

        private boolean putsInBody() {
            return known.patches().stream().anyMatch(patch -> patch.at() >= header.octets());
        }

        /** Fields that are about the body, and not gone already. */
        private List<MessageHeader.Field> ofTheBody() {
            return header.fields().stream().filter(field -> field.name().startsWith("content-") && known.patches().stream().noneMatch(patch -> changes(patch, field))).toList();
        }

        /** Both texts within the body, where it is plain text of a character set and an encoding that takes them. */
        private Optional<TextEdits> into() {
            String contentType = first("content-type").orElse("text/plain");
            String encoding = first("content-transfer-encoding").orElse("7bit").toLowerCase(Locale.ROOT).strip();
            boolean quoted = encoding.equals("quoted-printable");
            boolean alone = header.all("content-type").size() <= 1 && header.all("content-transfer-encoding").size() <= 1 && header.all("content-md5").isEmpty()
                    && first("content-disposition").filter(said -> !said.toLowerCase(Locale.ROOT).startsWith("inline")).isEmpty();
            if (!alone || !type().equals("text/plain") || !quoted && !encoding.equals("7bit") && !encoding.equals("8bit")) {
                return Optional.empty();
            }
            String charset = charset(contentType);
            boolean characters = ASCII_WITHIN.matcher(charset).matches() && texts.all(text -> text.chars().allMatch(c -> c < 128))
                    || charset.equals("utf-8") && !encoding.equals("7bit");
            if (!characters || !quoted && !texts.all(TextPart::hasShortLines)) {
                return Optional.empty();
            }
            boolean flowed = FLOWED.matcher(contentType).find();
            List<HeaderEdits.Patch> patches = new ArrayList<>();
            if (!texts.before().isEmpty()) {
                patches.add(new HeaderEdits.Patch(header.octets(), 0, written(texts.before(), flowed, quoted)));
            }
            if (!texts.behind().isEmpty()) {
                patches.add(new HeaderEdits.Patch(octets, 0, lineEnds(flowed, quoted) + written(texts.behind(), flowed, quoted)));
            }
            return Optional.of(new TextEdits(new HeaderEdits(patches), "put into the text"));
        }

        private static String charset(String contentType) {
            Matcher said = CHARSET.matcher(contentType);
            return !said.find() ? "us-ascii" : said.group(1).isEmpty() ? said.group(2).toLowerCase(Locale.ROOT) : "";
        }

        /** What must stand before a text behind the body, so that it begins a line of its own. */
        private String lineEnds(boolean flowed, boolean quoted) {
            String last = tail.endsWith("\r\n") ? tail.substring(0, tail.length() - 2) : tail.endsWith("\n") ? tail.substring(0, tail.length() - 1) : tail;
            boolean open = last.length() == tail.length() && !tail.isEmpty();
            // Its last line would go on in ours (RFC 2045 section 6.7 rule 5, RFC 3676 section 4.1).
            boolean goesOn = quoted && last.stripTrailing().endsWith("=") || flowed && (last.endsWith(" ") || quoted && last.endsWith("=20"));
            return (open ? "\r\n" : "") + (goesOn ? "\r\n" : "");
        }

        private static String written(String text, boolean flowed, boolean quoted) {
            String lines = flowed ? String.join("", text.lines().map(line -> fixed(line) + "\r\n").toList()) : text;
            return quoted ? quoted(lines) : lines;
        }

        /** A line that ends where it ends, and is no quotation (RFC 3676 sections 4.2 and 4.4). */
        private static String fixed(String line) {
            String ended = line.equals("-- ") ? line : line.replaceFirst(" +$", "");
            return ended.startsWith(" ") || ended.startsWith(">") || ended.startsWith("From ") ? " " + ended : ended;
        }

        private static String quoted(String text) {
            ByteArrayOutputStream octets = new ByteArrayOutputStream();
            try {
                QuotedPrintableOutput out = new QuotedPrintableOutput(octets);
                out.write(text.getBytes(StandardCharsets.UTF_8));
                out.end();
            } catch (IOException e) {
                throw new UncheckedIOException("memory cannot be written to", e);
            }
            return octets.toString(StandardCharsets.US_ASCII);
        }

        /** What came as a part of a multipart/mixed, with the fields that are its own, and the texts as parts before and behind it. */
        private TextEdits round() {
            List<HeaderEdits.Patch> patches = new ArrayList<>();
            ByteArrayOutputStream part = new ByteArrayOutputStream();
            for (MessageHeader.Field field : ofTheBody()) {
                part.writeBytes(Arrays.copyOfRange(section, field.at(), field.at() + field.length()));
                patches.add(new HeaderEdits.Patch(field.at(), field.length(), ""));
            }
            String delimiter = "--" + texts.boundary();
            String encoding = first("content-transfer-encoding").filter(said -> said.strip().equalsIgnoreCase("binary")).map(said -> "binary").orElse(eightBit ? "8bit" : "7bit");
            patches.add(new HeaderEdits.Patch((long) header.octets() - emptyLineOctets(), 0, (header.all("mime-version").isEmpty() ? "MIME-Version: 1.0\r\n" : "")
                    + "Content-Type: multipart/mixed; boundary=\"" + texts.boundary() + "\"\r\nContent-Transfer-Encoding: " + encoding + "\r\n"));
            ByteArrayOutputStream beginning = new ByteArrayOutputStream();
            if (!texts.before().isEmpty()) {
                beginning.writeBytes((delimiter + "\r\n" + TextPart.of(texts.before()) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            }
            beginning.writeBytes((delimiter + "\r\n").getBytes(StandardCharsets.US_ASCII));
            beginning.writeBytes(part.toByteArray());
            beginning.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
            patches.add(HeaderEdits.Patch.of(header.octets(), 0, beginning.toByteArray()));
            patches.add(new HeaderEdits.Patch(octets, 0, (texts.behind().isEmpty() ? "" : "\r\n" + delimiter + "\r\n" + TextPart.of(texts.behind())) + "\r\n" + delimiter + "--\r\n"));
            return new TextEdits(new HeaderEdits(patches), "put round the message");
        }
    }
}
