package org.gatepost.smtp.client;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.gatepost.smtp.protocol.EnhancedStatus;
import org.gatepost.smtp.protocol.Reply;

/** Reads a next hop's replies; what is not one, or has no end, is a {@link MalformedReply}. */
final class ReplyReader {

    /** RFC 5321 section 4.5.3.1.5 says 512; some servers say more. */
    static final int LINE_OCTETS_MAX = 2_048;
    static final int LINES_MAX = 128;
    private static final int CODE_OCTETS = 3;

    private final InputStream in;
    private final byte[] buffer = new byte[4_096];
    private final byte[] line = new byte[LINE_OCTETS_MAX];
    private int length;
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

    /** Whether more has come than was read. */
    boolean hasMore() {
        return position < limit;
    }

    /** Reads one reply with all its lines. A status code the next hop did not give is derived: 2.0.0, 4.0.0, 5.0.0. */
    Reply read() throws IOException {
        int code = 0;
        EnhancedStatus status = EnhancedStatus.ABSENT;
        List<String> lines = new ArrayList<>(1);
        boolean more = true;
        while (more) {
            readLine();
            code = code(code);
            if (lines.size() == LINES_MAX) {
                throw new MalformedReply("reply of more than " + LINES_MAX + " lines");
            }
            more = length > CODE_OCTETS && line[CODE_OCTETS] == '-';
            int text = Math.min(length, CODE_OCTETS + 1);
            int afterStatus = afterStatus(text, code / 100);
            if (afterStatus > 0) {
                status = status.isAbsent() ? EnhancedStatus.of(text(text, afterStatus)) : status;
                text = afterStatus;
                while (text < length && line[text] == ' ') {
                    text++;
                }
            }
            lines.add(shown(text(text, length)));
        }
        if (status.isAbsent() && code / 100 != 3) {
            status = new EnhancedStatus(code / 100, 0, 0);
        }
        return new Reply(code, status, lines);
    }

    /** The code of this line, which is that of the lines before it. */
    private int code(int before) throws MalformedReply {
        boolean digits = length >= CODE_OCTETS && isDigit(line[0]) && isDigit(line[1]) && isDigit(line[2]);
        if (!digits || length > CODE_OCTETS && line[CODE_OCTETS] != ' ' && line[CODE_OCTETS] != '-') {
            throw new MalformedReply("not a reply: " + shown(text(0, length)));
        }
        int code = (line[0] - '0') * 100 + (line[1] - '0') * 10 + line[2] - '0';
        if (code < 200 || code > 599 || before != 0 && code != before) {
            throw new MalformedReply("reply code " + code + (before == 0 ? " is out of range" : " follows " + before));
        }
        return code;
    }

    /** Where the enhanced status code ends that begins at {@code from}; 0 where none of that class does (RFC 2034 section 4). */
    private int afterStatus(int from, int statusClass) {
        if (from + 1 >= length || line[from] - '0' != statusClass || statusClass == 3) {
            return 0;
        }
        int subject = afterNumber(from + 1);
        int detail = subject == 0 ? 0 : afterNumber(subject);
        return detail == length || detail > 0 && line[detail] == ' ' ? detail : 0;
    }

    /** Where a dot and one to three digits end; 0 where there are none. */
    private int afterNumber(int from) {
        int at = from + 1;
        while (at < length && at <= from + 3 && isDigit(line[at])) {
            at++;
        }
        return from < length && line[from] == '.' && at > from + 1 ? at : 0;
    }

    private static boolean isDigit(byte octet) {
        return octet >= '0' && octet <= '9';
    }

    private String text(int from, int to) {
        return new String(line, from, to - from, StandardCharsets.ISO_8859_1);
    }

    /** Reads the next line, without its ending, into {@link #line}. */
    private void readLine() throws IOException {
        length = 0;
        for (int octet = next(); octet != '\n'; octet = next()) {
            if (length == LINE_OCTETS_MAX) {
                throw new MalformedReply("reply line of more than " + LINE_OCTETS_MAX + " octets");
            }
            line[length++] = (byte) octet;
        }
        if (length > 0 && line[length - 1] == '\r') {
            length--;
        }
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

    /** Fit for a {@link Reply}; nearly always it is. */
    private static String shown(String text) {
        return Reply.isLine(text) ? text : Reply.quoting(250, "", text).lines().getFirst();
    }
}
