package org.gatepost.workbench.bench.scan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import org.junit.jupiter.api.Test;

class SlowEnginesTest {

    private static byte[] said(SlowServer.Dialog dialog, byte[] heard) throws IOException {
        ByteArrayOutputStream answers = new ByteArrayOutputStream();
        dialog.run(new DataInputStream(new ByteArrayInputStream(heard)), new DataOutputStream(answers));
        return answers.toByteArray();
    }

    private static String clamd(String heard) throws IOException {
        return new String(said(new SlowClamd(Duration.ZERO), heard.getBytes(StandardCharsets.ISO_8859_1)), StandardCharsets.ISO_8859_1);
    }

    private static byte[] packet(char command, int... octets) {
        byte[] packet = new byte[5 + octets.length];
        packet[3] = (byte) (1 + octets.length);
        packet[4] = (byte) command;
        for (int i = 0; i < octets.length; i++) {
            packet[5 + i] = (byte) octets[i];
        }
        return packet;
    }

    private static byte[] milter(byte[]... packets) throws IOException {
        ByteArrayOutputStream heard = new ByteArrayOutputStream();
        for (byte[] packet : packets) {
            heard.write(packet);
        }
        return said(new SlowMilter(Duration.ZERO), heard.toByteArray());
    }

    @Test
    void clamdFindsAStreamCleanAfterItsLastPiece() throws IOException {
        assertEquals("stream: OK\0", clamd("zINSTREAM\0\0\0\0\3abc\0\0\0\1d\0\0\0\0"));
    }

    @Test
    void clamdAnswersAProbe() throws IOException {
        assertEquals("PONG\0", clamd("zPING\0"));
    }

    @Test
    void clamdSaysNothingOfAStreamThatBreaksOff() {
        assertThrows(IOException.class, () -> clamd("zINSTREAM\0\0\0\0\3ab"));
    }

    @Test
    void milterTakesTheLowerVersionAndEveryStep() throws IOException {
        byte[] answered = milter(packet('O', 0, 0, 0, 9, 0, 0, 1, 255, 0, 31, 255, 255), packet('Q'));
        assertArrayEquals(packet('O', 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0, 0), answered);
    }

    @Test
    void milterContinuesAtEachStepAndAnswersNoMacros() throws IOException {
        byte[] answered = milter(packet('D', 'M', 0), packet('M', '<', '>', 0), packet('R', '<', '>', 0), packet('B', 'x'), packet('E'), packet('Q'));
        assertArrayEquals(new byte[] {0, 0, 0, 1, 'c', 0, 0, 0, 1, 'c', 0, 0, 0, 1, 'c', 0, 0, 0, 1, 'c'}, answered);
    }

    @Test
    void milterTakesNoPacketWithoutACommand() {
        assertThrows(IOException.class, () -> milter(new byte[] {0, 0, 0, 0}));
    }

    private static String told(SlowServer.Dialog dialog, String heard) throws IOException {
        return new String(said(dialog, heard.getBytes(StandardCharsets.ISO_8859_1)), StandardCharsets.ISO_8859_1);
    }

    @Test
    void spamdAndRspamdFindAContentCleanAfterItsLastOctet() throws IOException {
        assertTrue(told(SlowReply.spamd(Duration.ZERO), "SYMBOLS SPAMC/1.5\r\nContent-length: 3\r\n\r\nabc").contains("\r\nSpam: False ; "));
        assertTrue(told(SlowReply.rspamd(Duration.ZERO), "POST /checkv2 HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc").endsWith("\"symbols\":{}}"));
        assertThrows(IOException.class, () -> told(SlowReply.spamd(Duration.ZERO), "SYMBOLS SPAMC/1.5\r\nContent-length: 3\r\n\r\nab"));
    }

    @Test
    void anIcapServiceSaysWhatItTakesAndFindsAContentClean() throws IOException {
        assertTrue(told(new SlowIcap(Duration.ZERO), "OPTIONS icap://x/y ICAP/1.0\r\nHost: x\r\n\r\n").contains("Methods: RESPMOD\r\n"));
        String request = "RESPMOD icap://x/y ICAP/1.0\r\nHost: x\r\n\r\nGET / HTTP/1.1\r\n\r\nHTTP/1.1 200 OK\r\n\r\n3\r\nabc\r\n1\r\nd\r\n";
        assertEquals("ICAP/1.0 204 No Content\r\n\r\n", told(new SlowIcap(Duration.ZERO), request + "0\r\n\r\n"));
        assertThrows(IOException.class, () -> told(new SlowIcap(Duration.ZERO), request));
    }
}
