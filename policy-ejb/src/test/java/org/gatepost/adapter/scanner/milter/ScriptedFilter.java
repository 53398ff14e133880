package org.gatepost.adapter.scanner.milter;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A filter in memory: says to each code what it was told to say, {@code c} where nothing; and remembers what it heard, with {@code |} for NUL. */
final class ScriptedFilter implements MilterLink {

    final List<String> heard = new ArrayList<>();
    final List<Duration> deadlines = new ArrayList<>();
    /** Whether it lets one wait who waits for an answer it does not give. */
    boolean silent;
    boolean closed;
    private final Map<Character, List<Packet>> says = new HashMap<>();
    private final ByteArrayOutputStream in = new ByteArrayOutputStream();
    private ByteBuffer out = ByteBuffer.allocate(0);
    private final int steps;
    private boolean gone;

    /** A filter of version 6 with these actions and steps. */
    ScriptedFilter(int actions, int steps) {
        this(6, actions, steps);
    }

    ScriptedFilter(int version, int actions, int steps) {
        this.steps = steps;
        says('O', new Packet('O', ByteBuffer.allocate(12).putInt(version).putInt(actions).putInt(steps).array()));
    }

    /** Says this to that code; to the next packet of that code the next of several lists. */
    ScriptedFilter says(char code, Packet... packets) {
        says.put(code, List.of(packets));
        return this;
    }

    /** Closes its side; what it said before can be read. */
    void leave() {
        gone = true;
    }

    @Override
    public void send(ByteBuffer octets) throws IOException {
        if (gone || closed) {
            throw new IOException("broken pipe");
        }
        while (octets.hasRemaining()) {
            in.write(octets.get());
        }
        ByteBuffer all = ByteBuffer.wrap(in.toByteArray());
        in.reset();
        while (all.remaining() >= 5 && all.getInt(all.position()) + 4 <= all.remaining()) {
            int length = all.getInt();
            char code = (char) all.get();
            byte[] data = new byte[length - 1];
            all.get(data);
            hear(code, data);
        }
        in.write(all.array(), all.position(), all.remaining());
    }

    private void hear(char code, byte[] data) {
        heard.add(code + " " + new String(data, StandardCharsets.ISO_8859_1).replace('\0', '|'));
        boolean answered = "DQAK".indexOf(code) < 0;
        for (MilterStage stage : MilterStage.values()) {
            answered &= stage.code() != code || !stage.isSilent(steps);
        }
        if (answered) {
            says.getOrDefault(code, List.of(Packet.of('c'))).forEach(this::say);
        }
    }

    private void say(Packet packet) {
        out = ByteBuffer.allocate(out.remaining() + 5 + packet.data().length).put(out).putInt(packet.data().length + 1).put((byte) packet.code()).put(packet.data()).flip();
    }

    @Override
    public void receive(ByteBuffer octets) throws IOException {
        while (octets.hasRemaining()) {
            if (!out.hasRemaining()) {
                if (silent) {
                    throw new SocketTimeoutException("no answer in time");
                }
                throw new EOFException("it has nothing to say");
            }
            octets.put(out.get());
        }
    }

    @Override
    public int glance(ByteBuffer octets) throws IOException {
        if (!out.hasRemaining() && gone) {
            return -1;
        }
        int before = out.remaining();
        while (octets.hasRemaining() && out.hasRemaining()) {
            octets.put(out.get());
        }
        return before - out.remaining();
    }

    @Override
    public void within(Duration deadline) {
        deadlines.add(deadline);
    }

    @Override
    public void close() {
        closed = true;
    }
}
