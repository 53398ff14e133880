package org.gatepost.mail;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

import org.gatepost.smtp.spool.MemoryContent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthenticationResultsFieldsTest {

    @ParameterizedTest
    @ValueSource(strings = {"mx.example; spf=pass", "MX.Example 1; none", " mx.example;dkim=pass", "(hi (there)) mx.example; x", "\"mx.example\"; x", "mx.example",
        "\r\n\tmx.example; spf=pass"})
    void removesWhatClaimsToBeOurs(String value) throws IOException {
        assertEquals("From: a\r\n\r\nbody", withoutForged("Authentication-Results:" + value + "\r\nFrom: a\r\n\r\nbody"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"other.example; spf=pass", "sub.mx.example; x", "(mx.example) other.example; x", "mx.example.other; x"})
    void keepsWhatOthersSay(String value) throws IOException {
        String message = "Authentication-Results: " + value + "\r\nFrom: a\r\n\r\nbody";
        assertEquals(message, withoutForged(message));
    }

    @Test
    void removesAFoldedFieldWholeAndOnlyInTheHeader() throws IOException {
        assertEquals("A: 1\r\nB: 2\r\n\r\nAuthentication-Results: mx.example; x\r\n",
                withoutForged("A: 1\r\nauthentication-results : mx.example;\r\n\tspf=pass\r\n dkim=pass\r\nB: 2\r\n\r\nAuthentication-Results: mx.example; x\r\n"));
    }

    private static String withoutForged(String message) throws IOException {
        byte[] octets = message.getBytes(ISO_8859_1);
        MessageHeader header = MessageHeader.read(new MemoryContent(octets), 1 << 18);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        AuthenticationResultsFields.removeForged(header, "mx.example").apply(new ByteArrayInputStream(octets), out);
        return out.toString(ISO_8859_1);
    }
}
