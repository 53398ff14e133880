package org.gatepost.smtp.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.junit.jupiter.api.Test;

/** STARTTLS (RFC 3207) and AUTH (RFC 4954) as a client. */
class ClientProtectionTest {

    private static final TlsPolicy MUST = new TlsPolicy.Required(new PeerTrust.Authority(Set.of(), Set.of("hop.example")));
    private static final String OFFERED = """
            S: 220 hop
            C: EHLO gate.example
            S: 250-hop
            S: 250 STARTTLS
            """;
    private static final String ENCRYPTED = OFFERED + """
            C: STARTTLS
            S: 220 go
            TLS
            C: EHLO gate.example
            S: 250-hop
            """;

    @Test
    void p03StartTlsIsUsedWhereItIsOfferedAndAskedFor() {
        ScriptedLink link = new ScriptedLink(ENCRYPTED + "S: 250 PIPELINING\n");
        SmtpClient client = opened(link, TlsPolicy.OPPORTUNISTIC, Optional.empty());
        assertTrue(client.tls().isPresent());
        assertFalse(client.isTrusted());
        assertEquals("hop.example", link.secured().orElseThrow().serverName());
        assertEquals(List.of(), link.left());
    }

    @Test
    void p03WhatWasOfferedInTheClearCountsNoMore() {
        ScriptedLink link = new ScriptedLink("""
                S: 220 hop
                C: EHLO gate.example
                S: 250-hop
                S: 250-DSN
                S: 250 STARTTLS
                C: STARTTLS
                S: 220 go
                TLS
                C: EHLO gate.example
                S: 250 hop
                """);
        assertFalse(opened(link, TlsPolicy.OPPORTUNISTIC, Optional.empty()).send(SmtpClientTest.message("x\r\n", "a@b.example")).dsnPassedOn());
    }

    @Test
    void p03StartTlsIsLeftAloneWhereItIsNotAskedForOrNotOffered() {
        assertTrue(opened(new ScriptedLink(OFFERED), TlsPolicy.NONE, Optional.empty()).tls().isEmpty());
        assertTrue(opened(new ScriptedLink("S: 220 hop\nC: EHLO gate.example\nS: 250 hop\n"), TlsPolicy.OPPORTUNISTIC, Optional.empty()).tls().isEmpty());
    }

    @Test
    void p03ARefusalOfStartTlsIsBorneWhereTlsIsOnlyAskedFor() {
        assertTrue(opened(new ScriptedLink(OFFERED + "C: STARTTLS\nS: 454 4.7.0 no\n"), TlsPolicy.OPPORTUNISTIC, Optional.empty()).tls().isEmpty());
    }

    @Test
    void p03NothingGoesWithoutTlsThatMustBe() {
        Opening.Unprotected missing = unprotected("S: 220 hop\nC: EHLO gate.example\nS: 250 hop\n", MUST);
        assertEquals(TlsFault.STARTTLS_NOT_SUPPORTED, missing.fault());
        assertEquals("451 4.7.4 STARTTLS is required here and not offered (at starttls)", missing.reply().reply().toString());
        assertEquals(TlsFault.STARTTLS_NOT_SUPPORTED, unprotected(OFFERED + "C: STARTTLS\nS: 454 4.7.0 no\n", MUST).fault());
    }

    @Test
    void p03AHandshakeThatFailsEndsTheConnection() {
        assertEquals(TlsFault.VALIDATION_FAILURE, unprotected(OFFERED + "C: STARTTLS\nS: 220 go\nbad record\n", TlsPolicy.OPPORTUNISTIC).fault());
        assertTrue(unprotected(OFFERED + "C: STARTTLS\nS: 220 go\nbad record\n", MUST).reply().reply().isTransient());
    }

    @Test
    void p03NothingSaidBeforeTheHandshakeSurvivesIt() {
        assertInstanceOf(Opening.Unprotected.class, SmtpClient.open(new ScriptedLink(OFFERED + "C: STARTTLS\nS: 220 go\\r\\n250 injected\nTLS\n"),
                introduction(TlsPolicy.OPPORTUNISTIC, Optional.empty())));
    }

    @Test
    void p03ATrustedHopIsKnownAsOne() {
        assertTrue(opened(new ScriptedLink(ENCRYPTED + "S: 250 PIPELINING\n"), MUST, Optional.empty()).isTrusted());
    }

    @Test
    void p09ProvesWhoWeAreByPlain() {
        ScriptedLink link = new ScriptedLink(ENCRYPTED + """
                S: 250 AUTH LOGIN PLAIN
                C: AUTH PLAIN AHVzZXIAc2VjcmV0
                S: 235 2.7.0 ok
                """);
        opened(link, TlsPolicy.OPPORTUNISTIC, Optional.of(new Login("user", "secret")));
        assertEquals(List.of(), link.left());
    }

    @Test
    void p09ProvesWhoWeAreByLogin() {
        ScriptedLink link = new ScriptedLink(ENCRYPTED + """
                S: 250 AUTH=LOGIN
                C: AUTH LOGIN
                S: 334 VXNlcm5hbWU6
                C: dXNlcg==
                S: 334 UGFzc3dvcmQ6
                C: c2VjcmV0
                S: 235 2.7.0 ok
                """);
        opened(link, TlsPolicy.OPPORTUNISTIC, Optional.of(new Login("user", "secret")));
        assertEquals(List.of(), link.left());
    }

    @Test
    void p09APasswordIsToldToNobodyInTheClear() {
        ScriptedLink link = new ScriptedLink("S: 220 hop\nC: EHLO gate.example\nS: 250-hop\nS: 250 AUTH PLAIN\n");
        RemoteReply reply = failed(link, Optional.of(new Login("user", "secret")));
        assertEquals("454 4.7.0 cannot authenticate: a password needs TLS", reply.reply().toString());
        assertEquals("", link.unexpected());
    }

    @Test
    void c11WhereItMayMailGoesWithoutProvingWhoWeAre() {
        Optional<Login> may = Optional.of(new Login("user", "secret", false));
        ScriptedLink clear = new ScriptedLink("S: 220 hop\nC: EHLO gate.example\nS: 250-hop\nS: 250 AUTH PLAIN\n");
        opened(clear, TlsPolicy.OPPORTUNISTIC, may);
        assertEquals("", clear.unexpected());
        opened(new ScriptedLink(ENCRYPTED + "S: 250 PIPELINING\n"), TlsPolicy.OPPORTUNISTIC, may);
        ScriptedLink offered = new ScriptedLink(ENCRYPTED + "S: 250 AUTH PLAIN\nC: AUTH PLAIN AHVzZXIAc2VjcmV0\nS: 235 2.7.0 ok\n");
        opened(offered, TlsPolicy.OPPORTUNISTIC, may);
        assertEquals(List.of(), offered.left());
        assertEquals(535, failed(new ScriptedLink(ENCRYPTED + "S: 250 AUTH PLAIN\nC: AUTH PLAIN AHVzZXIAc2VjcmV0\nS: 535 5.7.8 no\n"), may).reply().code());
    }

    @Test
    void p09AWrongPasswordIsAboutTheConnectionAndNotTheMessage() {
        RemoteReply reply = failed(new ScriptedLink(ENCRYPTED + "S: 250 AUTH PLAIN\nC: AUTH PLAIN AHVzZXIAc2VjcmV0\nS: 535 5.7.8 no\n"), Optional.of(new Login("user", "secret")));
        assertEquals(535, reply.reply().code());
        assertFalse(reply.isAboutMessage());
    }

    @Test
    void p09AnUnknownMechanismIsATemporaryFailure() {
        assertTrue(failed(new ScriptedLink(ENCRYPTED + "S: 250 AUTH GSSAPI\n"), Optional.of(new Login("user", "secret"))).reply().isTransient());
    }

    /** The example of RFC 7677 section 3. */
    @Test
    void p09ScramProvesBothSides() {
        ScramExchange scram = new ScramExchange(new Login("user", "pencil"), "rOprNGfwEbeRWgbNEkqO");
        assertEquals("n,,n=user,r=rOprNGfwEbeRWgbNEkqO", scram.clientFirst());
        assertEquals(Optional.of("c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="),
                scram.clientFinal("r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096"));
        assertTrue(scram.isServer("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="));
        assertFalse(scram.isServer("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95H4="));
        assertFalse(scram.isServer("e=other-error"));
    }

    @Test
    void p09ScramRefusesServersThatPlayWithIt() {
        for (String first : List.of("r=other,s=QUFB,i=4096", "r=nonce,s=QUFB,i=4096", "r=nonceX,s=QUFB,i=4095", "r=nonceX,s=QUFB,i=1000001", "r=nonceX,s=,i=4096",
                "m=x,r=nonceX,s=QUFB,i=4096", "", "r=nonceX,s=!,i=4096")) {
            assertEquals(Optional.empty(), new ScramExchange(new Login("user", "pencil"), "nonce").clientFinal(first), first);
        }
    }

    @Test
    void aLoginTellsItsSecretToNoLog() {
        assertFalse(new Login("user", "secret").toString().contains("secret"));
    }

    private static Opening.Unprotected unprotected(String script, TlsPolicy policy) {
        ScriptedLink link = new ScriptedLink(script);
        Opening.Unprotected opening = assertInstanceOf(Opening.Unprotected.class, SmtpClient.open(link, introduction(policy, Optional.empty())));
        assertTrue(link.isClosed());
        return opening;
    }

    private static RemoteReply failed(ScriptedLink link, Optional<Login> login) {
        RemoteReply reply = assertInstanceOf(Opening.Failed.class, SmtpClient.open(link, introduction(TlsPolicy.OPPORTUNISTIC, login))).reply();
        assertTrue(link.isClosed());
        return reply;
    }

    private static SmtpClient opened(ScriptedLink link, TlsPolicy policy, Optional<Login> login) {
        return assertInstanceOf(Opening.Opened.class, SmtpClient.open(link, introduction(policy, login))).client();
    }

    private static Introduction introduction(TlsPolicy policy, Optional<Login> login) {
        return new Introduction(Dialect.SMTP, "hop.example", "gate.example", ClientTimeouts.DEFAULT, policy, login);
    }
}
