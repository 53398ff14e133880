package org.gatepost.smtp.client;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.gatepost.smtp.protocol.EnhancedStatus;
import org.gatepost.smtp.protocol.Reply;

/** Reads a next hop's replies; what is not one, or has no end, is a {@link MalformedReply}. */
final class ReplyReader {

    /** RFC 5321 section 4.5.3.1.5 says 512; some servers say more. */
    static final int LINE_OCTETS_MAX = 2_048;
    static final int LINES_MAX = 128;

    private static final Pattern LINE = Pattern.compile("([0-9]{3})(?:([ -])(.*))?", Pattern.DOTALL);
    private static final Pattern STATUS = Pattern.compile("([245]\\.[0-9]{1,3}\\.[0-9]{1,3})(?: +(.*))?", Pattern.DOTALL);

    private final InputStream in;
    private final byte[] buffer = new byte[4_096];
    private int position;
    private int limit;

    /** What came is no reply; its message says what was wrong, in words fit for a trace. */
    static final class MalformedReply extends IOException {
        MalformedReply(String message) {
            super(message);
        }
    }

    ReplyReader(InputStream in) {
        this.in = in;
    }

    /** Reads one reply with all its lines. A status code the next hop did not give is derived: 2.0.0, 4.0.0, 5.0.0. */
    Reply read() throws IOException {
        int code = 0;
        EnhancedStatus status = EnhancedStatus.ABSENT;
        List<String> lines = new ArrayList<>();
        boolean more = true;
        while (more) {
            String line = line();
            Matcher parts = LINE.matcher(line);
            if (!parts.matches()) {
                throw new MalformedReply("not a reply: " + shown(line));
            }
            int lineCode = Integer.parseInt(parts.group(1));
            if (lineCode < 200 || lineCode > 599 || code != 0 && lineCode != code) {
                throw new MalformedReply("reply code " + lineCode + (code == 0 ? " is out of range" : " follows " + code));
            }
            if (lines.size() == LINES_MAX) {
                throw new MalformedReply("reply of more than " + LINES_MAX + " lines");
            }
            code = lineCode;
            more = "-".equals(parts.group(2));
            String text = parts.group(3) == null ? "" : parts.group(3);
            Matcher enhanced = STATUS.matcher(text);
            if (enhanced.matches() && enhanced.group(1).charAt(0) - '0' == code / 100) {
                status = status.isAbsent() ? EnhancedStatus.of(enhanced.group(1)) : status;
                text = enhanced.group(2) == null ? "" : enhanced.group(2);
            }
            lines.add(shown(text));
        }
        if (status.isAbsent() && code / 100 != 3) {
            status = new EnhancedStatus(code / 100, 0, 0);
        }
        return new Reply(code, status, lines);
    }

    private String line() throws IOException {
        byte[] line = new byte[LINE_OCTETS_MAX];
        int length = 0;
        for (int octet = next(); octet != '\n'; octet = next()) {
            if (length == LINE_OCTETS_MAX) {
                throw new MalformedReply("reply line of more than " + LINE_OCTETS_MAX + " octets");
            }
            line[length++] = (byte) octet;
        }
        if (length > 0 && line[length - 1] == '\r') {
            length--;
        }
        return new String(line, 0, length, StandardCharsets.ISO_8859_1);
    }

    private int next() throws IOException {
        if (position == limit) {
            limit = in.read(buffer);
            position = 0;
            if (limit <= 0) {
                limit = 0;
                throw new EOFException("the connection was closed");
            }
        }
        return buffer[position++] & 0xff;
    }

    private static String shown(String text) {
        return Reply.quoting(250, "", text).lines().getFirst();
    }
}
