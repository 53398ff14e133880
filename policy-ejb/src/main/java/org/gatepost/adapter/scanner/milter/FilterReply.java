package org.gatepost.adapter.scanner.milter;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.gatepost.smtp.protocol.EnhancedStatus;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.smtp.protocol.Reply;

/** What a filter says to a stage, from a closed set: what is not in it was not understood. */
sealed interface FilterReply {

    /** Lines of a reply; further ones are left out. */
    int LINES_MAX = 32;

    /** It wants to hear more. */
    record Continue() implements FilterReply {
    }

    /** It wants to hear no more of this kind. */
    record Skip() implements FilterReply {
    }

    /** It has heard enough, and has nothing against it. */
    record Accept() implements FilterReply {
    }

    record Discard() implements FilterReply {
    }

    /** Refused or deferred. */
    record Refuse(Reply reply) implements FilterReply {
    }

    /** Reads it. */
    static FilterReply of(Packet packet) throws IOException {
        return switch (packet.code()) {
            case 'c' -> new Continue();
            case 's' -> new Skip();
            case 'a' -> new Accept();
            case 'd' -> new Discard();
            case 'r' -> new Refuse(Replies.FILTER_REFUSED);
            // It shuts down: the session goes on without it, and the client tries again.
            case 't', '4' -> new Refuse(Replies.FILTER_DEFERRED);
            case 'y' -> new Refuse(reply(packet.texts(0).stream().findFirst().orElse("")));
            case 'f' -> throw new IOException("it cannot serve this connection");
            default -> throw new IOException("not understood: packet " + (packet.code() > ' ' && packet.code() < 127 ? packet.code() : (int) packet.code()));
        };
    }

    private static Reply reply(String text) throws IOException {
        Optional<Integer> code = Optional.empty();
        Optional<EnhancedStatus> status = Optional.empty();
        List<String> lines = new ArrayList<>();
        for (String line : text.lines().limit(LINES_MAX).toList()) {
            Matcher parts = Form.LINE.matcher(line);
            if (!parts.matches()) {
                throw new IOException("not understood: reply '" + line.substring(0, Math.min(line.length(), 120)) + "'");
            }
            int number = Integer.parseInt(parts.group(1));
            // The answer to end of data is no moment to close a session.
            code = code.or(() -> Optional.of(number == 421 ? 451 : number));
            status = status.or(() -> Optional.ofNullable(parts.group(2)).map(EnhancedStatus::of));
            // Of libmilter, where a percent sign is written twice.
            lines.add(Reply.quoting(550, "5.7.1", parts.group(3).replace("%%", "%")).lines().getFirst());
        }
        if (code.isEmpty()) {
            throw new IOException("not understood: a reply without a line");
        }
        int digit = code.get() / 100;
        EnhancedStatus known = status.filter(given -> given.statusClass() == digit).orElse(EnhancedStatus.of(digit + ".7.1"));
        return new Reply(code.get(), known, lines);
    }

    /** How a line of a reply looks. */
    final class Form {
        private static final Pattern LINE = Pattern.compile("([45][0-9]{2})(?:[ -]|$)(?:([45]\\.[0-9]{1,3}\\.[0-9]{1,3})(?: |$))?(.*)", Pattern.DOTALL);

        private Form() {
        }
    }
}
