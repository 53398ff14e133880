package org.gatepost.smtp.tls;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** A connection without a network: what one end writes the other reads. */
public final class TwoEnds {

    private static final byte[] END = {};

    private final BlockingQueue<byte[]> toServer = new LinkedBlockingQueue<>();
    private final BlockingQueue<byte[]> toClient = new LinkedBlockingQueue<>();

    public Socket server() {
        return new End(toServer, toClient);
    }

    public Socket client() {
        return new End(toClient, toServer);
    }

    private static final class End extends Socket {
        private final BlockingQueue<byte[]> coming;
        private final BlockingQueue<byte[]> going;
        private byte[] piece = {};
        private int read;
        private boolean ended;

        End(BlockingQueue<byte[]> coming, BlockingQueue<byte[]> going) {
            this.coming = coming;
            this.going = going;
        }

        @Override
        public boolean isConnected() {
            return true;
        }

        @Override
        public InputStream getInputStream() {
            return new InputStream() {
                @Override
                public int read() throws IOException {
                    byte[] one = new byte[1];
                    return read(one, 0, 1) < 0 ? -1 : one[0] & 255;
                }

                @Override
                public int read(byte[] into, int offset, int length) throws IOException {
                    return take(into, offset, length);
                }
            };
        }

        private int take(byte[] into, int offset, int length) throws IOException {
            try {
                if (read == piece.length && !ended) {
                    piece = coming.take();
                    read = 0;
                    ended = piece.length == 0;
                }
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            if (ended) {
                return -1;
            }
            int count = Math.min(length, piece.length - read);
            System.arraycopy(piece, read, into, offset, count);
            read += count;
            return count;
        }

        @Override
        public OutputStream getOutputStream() {
            return new OutputStream() {
                @Override
                public void write(int octet) {
                    going.add(new byte[] {(byte) octet});
                }

                @Override
                public void write(byte[] octets, int offset, int length) {
                    if (length > 0) {
                        going.add(Arrays.copyOfRange(octets, offset, offset + length));
                    }
                }
            };
        }

        @Override
        public void setTcpNoDelay(boolean on) {
            // It never waits.
        }

        @Override
        public void setSoTimeout(int milliseconds) {
            // The other end always comes to its end.
        }

        @Override
        public void shutdownInput() {
            coming.add(END);
        }

        @Override
        public void shutdownOutput() {
            going.add(END);
        }

        @Override
        public void close() {
            coming.add(END);
            going.add(END);
        }
    }
}
