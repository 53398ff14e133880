package org.gatepost.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;

import org.gatepost.smtp.protocol.ForwardPath;
import org.gatepost.smtp.protocol.Hello;
import org.gatepost.smtp.protocol.IpAddress;
import org.gatepost.smtp.protocol.TlsSession;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class TraceHeaderTest {

    private static final Instant AT = Instant.parse("2026-11-03T04:05:06Z");
    private static final QueueId ID = QueueId.make(AT, new Random(1));

    @Test
    void namesClientHostProtocolIdRecipientAndDate() {
        assertEquals("Received: from client.example ([192.0.2.1])\r\n\tby mx.example with ESMTP\r\n\tid " + ID
                + "\r\n\tfor <alice@example.com>;\r\n\tTue, 3 Nov 2026 04:05:06 +0000\r\n",
                TraceHeader.received(client("client.example", true), "", false, "mx.example", ID, List.of(ForwardPath.of("alice", "example.com")), AT));
    }

    @Test
    void doesNotNameARecipientWhenThereAreSeveral() {
        String field = TraceHeader.received(client("client.example", true), "", false, "mx.example", ID,
                List.of(ForwardPath.of("alice", "example.com"), ForwardPath.of("bob", "example.com")), AT);
        assertFalse(field.contains("for <"), field);
    }

    @Test
    @DisplayName("P14 Received says ESMTP, and S and A where there is TLS and a login")
    void saysTheTransmissionType() {
        assertEquals("SMTP", TraceHeader.transmissionType(client("x", false), false));
        assertEquals("ESMTP", TraceHeader.transmissionType(client("x", true), false));
        Optional<TlsSession> tls = Optional.of(new TlsSession("TLSv1.3", "TLS_AES_128_GCM_SHA256"));
        assertEquals("ESMTPS", TraceHeader.transmissionType(client(tls, Optional.empty()), false));
        assertEquals("ESMTPA", TraceHeader.transmissionType(client(Optional.empty(), Optional.of("alice@example.com")), false));
        assertEquals("ESMTPSA", TraceHeader.transmissionType(client(tls, Optional.of("alice@example.com")), false));
        // RFC 6531 section 4.3.
        assertEquals("UTF8SMTPSA", TraceHeader.transmissionType(client(tls, Optional.of("alice@example.com")), true));
    }

    @Test
    void aGreetingCannotWriteFieldsOfItsOwn() {
        String field = TraceHeader.received(client("a\r\nX-Forged: 1 (b)", true), "", false, "mx.example", ID, List.of(), AT);
        assertTrue(field.startsWith("Received: from a??X-Forged:?1??b? ([192.0.2.1])\r\n\tby "), field);
    }

    @Test
    void anIpv6ClientIsALiteral() {
        Origin.Client client = new Origin.Client(IpAddress.parse("2001:db8::1"), 1, new Hello("x", true), Optional.empty(), Optional.empty());
        assertTrue(TraceHeader.received(client, "", false, "h", ID, List.of(), AT).contains("([IPv6:2001:db8::1])"));
    }

    private static Origin.Client client(String hello, boolean extended) {
        return new Origin.Client(IpAddress.parse("192.0.2.1"), 4711, new Hello(hello, extended), Optional.empty(), Optional.empty());
    }

    private static Origin.Client client(Optional<TlsSession> tls, Optional<String> identity) {
        return new Origin.Client(IpAddress.parse("192.0.2.1"), 4711, new Hello("x", true), tls, identity);
    }
}
