package org.gatepost.workbench.bench.scan;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Speaks the milter protocol, version 6: continues at every step at once, and accepts at the end of the body after a fixed time. Asks for every
 * step, as an engine does that wants the whole message. Stateless.
 *
 * @param answersAfter the time it takes over a message
 */
record SlowMilter(Duration answersAfter) implements SlowServer.Dialog {

    private static final int VERSION_MAX = 6;
    private static final int PACKET_OCTETS_MAX = 1 << 20;

    @Override
    public void run(DataInputStream in, DataOutputStream out) throws IOException {
        while (true) {
            int length = in.readInt();
            if (length < 1 || length > PACKET_OCTETS_MAX) {
                throw new IOException("a packet of " + length + " octets");
            }
            byte command = in.readByte();
            switch (command) {
                case 'O' -> negotiate(in, out, length - 1);
                // Macros, the end of a message broken off, and of a connection that is used again, are not answered.
                case 'D', 'A', 'K' -> in.skipNBytes(length - 1L);
                case 'Q' -> {
                    return;
                }
                case 'E' -> {
                    in.skipNBytes(length - 1L);
                    LockSupport.parkNanos(answersAfter.toNanos());
                    answer(out, 'c');
                }
                default -> {
                    in.skipNBytes(length - 1L);
                    answer(out, 'c');
                }
            }
        }
    }

    /** Its version, the actions it may take (none) and the steps it does without (none). */
    private static void negotiate(DataInputStream in, DataOutputStream out, int length) throws IOException {
        int version = in.readInt();
        in.skipNBytes(length - 4L);
        out.writeInt(13);
        out.writeByte('O');
        out.writeInt(Math.min(version, VERSION_MAX));
        out.writeInt(0);
        out.writeInt(0);
        out.flush();
    }

    private static void answer(DataOutputStream out, char code) throws IOException {
        out.writeInt(1);
        out.writeByte(code);
        out.flush();
    }
}
