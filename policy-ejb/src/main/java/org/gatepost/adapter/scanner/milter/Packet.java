package org.gatepost.adapter.scanner.milter;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * One packet: a code of one character and what belongs to it, mostly texts that each end in a NUL.
 *
 * @param data not shared with anybody who would change it
 */
record Packet(char code, byte[] data) {

    /** A packet of texts, in UTF-8. */
    static Packet of(char code, String... texts) {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        for (String text : texts) {
            data.writeBytes(text.getBytes(StandardCharsets.UTF_8));
            data.write(0);
        }
        return new Packet(code, data.toByteArray());
    }

    /** The number it begins with. */
    int number() throws IOException {
        if (data.length < Integer.BYTES) {
            throw new IOException("not understood: packet " + code + " without its number");
        }
        return ByteBuffer.wrap(data).getInt();
    }

    /** The texts from an octet on. What is no UTF-8 could not be passed on as it is, and is an error. */
    List<String> texts(int from) throws IOException {
        List<String> texts = new ArrayList<>();
        int start = from;
        for (int i = from; i < data.length; i++) {
            if (data[i] == 0) {
                try {
                    texts.add(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(data, start, i - start)).toString());
                } catch (CharacterCodingException e) {
                    throw new IOException("not understood: packet " + code + " is not in UTF-8", e);
                }
                start = i + 1;
            }
        }
        if (start < data.length) {
            throw new IOException("not understood: a text of packet " + code + " has no end");
        }
        return texts;
    }
}
