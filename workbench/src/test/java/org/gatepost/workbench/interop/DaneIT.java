package org.gatepost.workbench.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.gatepost.workbench.fixture.PolicyChange;
import org.gatepost.workbench.fixture.RunningGatepost;
import org.gatepost.workbench.interop.Letter.Body;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** DANE for SMTP (RFC 7672) with zones that nsd serves and unbound validates; decision 0017 says what we do. */
class DaneIT {

    private static PolicyChange dane;

    private final Neighbourhood neighbourhood = Neighbourhood.shared();
    private final RunningGatepost gatepost = neighbourhood.gatepost();

    @BeforeAll
    static void begin() throws Exception {
        dane = Neighbourhood.shared().withKeywords("notlsclient dane");
    }

    @AfterAll
    static void end() throws Exception {
        if (dane != null) {
            dane.close();
        }
    }

    @Test
    void p19AHostWhoseKeyItsSignedZoneNamesGetsTheMailEncrypted() throws Exception {
        for (Peer peer : neighbourhood.peers().encrypting()) {
            String trace = arrivesAt(peer.domain());
            assertTrue(trace.contains("TLSv1.3") || trace.contains("TLS1.3"), trace);
        }
    }

    @Test
    void p19AnotherKeyThanTheZoneNamesGetsNothing() throws Exception {
        waits("other.signed.test", "4.7.5", "its zone names");
    }

    @Test
    void p19WhatNobodyVouchesForIsNotKeptTo() throws Exception {
        arrivesAt("other.plain.test");
        arrivesAt("outside.signed.test");
    }

    @Test
    void p19AnAnswerThatWasChangedOnItsWaySwitchesNothingOff() throws Exception {
        waits("bogus.signed.test", "4.7.5", "no answer about the certificates");
    }

    @Test
    void p19AHostThatCannotEncryptGetsItsMailWhereItsZoneSaysNothing() throws Exception {
        arrivesAt(neighbourhood.peers().openSmtpd().domain());
    }

    private String arrivesAt(String domain) throws Exception {
        Letter letter = Letter.of("<alice@example.com>", "<b@" + domain + ">", Body.SEVEN_BIT);
        letter.submitTo(gatepost.smtpPort());
        return letter.assertUnchanged(neighbourhood.sink().await(letter.token()).content());
    }

    private void waits(String domain, String status, String why) throws Exception {
        Letter letter = Letter.of("<alice@example.com>", "<b@" + domain + ">", Body.SEVEN_BIT);
        neighbourhood.awaitDeferral(letter.submitTo(gatepost.smtpPort()), status, why);
        assertEquals(List.of(), neighbourhood.sink().containing(letter.token()));
    }
}
