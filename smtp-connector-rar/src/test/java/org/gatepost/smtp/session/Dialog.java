package org.gatepost.smtp.session;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** One dialog file; its form is told in {@code dialogs/README.md}. */
public final class Dialog {

    /** What the client does, and what the server is to say before anything more comes. */
    public static final class Turn {
        final ByteArrayOutputStream octets = new ByteArrayOutputStream();
        final List<String> expected = new ArrayList<>();
        Duration wait = Duration.ZERO;
        boolean closes;

        public byte[] octets() {
            return octets.toByteArray();
        }

        /** What each line the server says begins with. */
        public List<String> expected() {
            return List.copyOf(expected);
        }

        /** How long the client is silent before it sends. */
        public Duration pause() {
            return wait;
        }

        /** Whether the client closes after it. */
        public boolean closes() {
            return closes;
        }
    }

    final List<Turn> turns = new ArrayList<>();
    final Map<String, String> settings = new HashMap<>();
    boolean closed;

    public List<Turn> turns() {
        return List.copyOf(turns);
    }

    /** The {@code @} lines. */
    public Map<String, String> settings() {
        return Map.copyOf(settings);
    }

    /** Whether the server closes at the end. */
    public boolean serverCloses() {
        return closed;
    }

    /** @throws IllegalArgumentException for a line that is none of a dialog's */
    public static Dialog read(Path file) throws IOException {
        Dialog dialog = new Dialog();
        Turn turn = new Turn();
        dialog.turns.add(turn);
        int number = 0;
        for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
            number++;
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            if (line.startsWith("@")) {
                String[] words = line.substring(1).split(" ", 2);
                dialog.settings.put(words[0], words.length > 1 ? words[1] : "");
            } else if (line.startsWith("S: ")) {
                dialog.expect(turn, line.substring(3));
            } else if (line.startsWith("C: ") || line.startsWith("C> ")) {
                if (!turn.expected.isEmpty() || turn.closes) {
                    turn = new Turn();
                    dialog.turns.add(turn);
                }
                turn = dialog.send(turn, line);
            } else {
                throw new IllegalArgumentException(file + " line " + number + ": " + line);
            }
        }
        return dialog;
    }

    private void expect(Turn turn, String text) {
        if (text.equals("<closed>")) {
            closed = true;
        } else {
            turn.expected.add(text);
        }
    }

    private Turn send(Turn turn, String line) {
        String text = line.substring(3);
        if (text.equals("<close>")) {
            turn.closes = true;
        } else if (text.startsWith("<wait ")) {
            Turn waiting = turn.octets.size() == 0 && turn.wait.isZero() && !turns.getFirst().equals(turn) ? turn : new Turn();
            if (waiting != turn) {
                turns.add(waiting);
            }
            waiting.wait = Duration.parse(text.substring(6, text.length() - 1));
            return waiting;
        } else {
            turn.octets.writeBytes(octets(text));
            if (line.startsWith("C: ")) {
                turn.octets.writeBytes(new byte[] {'\r', '\n'});
            }
        }
        return turn;
    }

    /** With \r \n \0 \\ \xHH for single octets and {@code {a*1000}} for repetitions. */
    private static byte[] octets(String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int star = c == '{' ? text.indexOf('*', i) : -1;
            int end = star < 0 ? -1 : text.indexOf('}', star);
            if (end > 0) {
                byte[] what = octets(text.substring(i + 1, star));
                for (int n = Integer.parseInt(text.substring(star + 1, end)); n > 0; n--) {
                    out.writeBytes(what);
                }
                i = end;
            } else if (c == '\\') {
                char code = text.charAt(++i);
                switch (code) {
                    case 'r' -> out.write('\r');
                    case 'n' -> out.write('\n');
                    case '0' -> out.write(0);
                    case 'x' -> {
                        out.write(HexFormat.fromHexDigits(text, i + 1, i + 3));
                        i += 2;
                    }
                    default -> out.write(code);
                }
            } else {
                out.write(c);
            }
        }
        return out.toByteArray();
    }
}
