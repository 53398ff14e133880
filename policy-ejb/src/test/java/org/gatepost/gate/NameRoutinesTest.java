package org.gatepost.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.gatepost.dns.FakeDns;
import org.gatepost.mapping.Lookups;
import org.gatepost.stage.InTurn;
import org.gatepost.trace.AlarmList;
import org.junit.jupiter.api.Test;

/** DNS lists, names and SPF as routines of mapping tables. */
class NameRoutinesTest {

    private static final String FROM = "someone@remote.example";

    private final FakeDns dns = new FakeDns().address("7.2.0.192.zen.example", "127.0.0.2").address("7.2.0.192.texts.example", "127.0.0.4")
            .text("7.2.0.192.texts.example", "ask us why").address("7.2.0.192.broken.example", "127.255.255.254").failing("7.2.0.192.down.example")
            .text("fail.example", "v=spf1 -all").text("pass.example", "v=spf1 +all").failing("silent.example");
    private final TestGate gate = new TestGate(assembly -> assembly.consulting(NameRoutines.in(Lookups.NONE,
            NameService.of(dns, new InTurn(), new AlarmList(), "mx.example", TestGate.CLOCK, TestGate.CLOCK), dns)));

    private String rcpt(String entry) {
        return rcpt(entry, FROM);
    }

    private String rcpt(String entry, String from) {
        gate.tables("ORIG_MAIL_ACCESS\n  TCP|*|*|*|*|SMTP/*|*|*|*|*|*  " + entry + "\n");
        TestGate.Session session = gate.session("smtp");
        assertEquals("250", session.mail(from));
        return session.rcpt("alice@example.com").equals("250") ? "250" : gate.traced.getLast().reply().orElseThrow().toString();
    }

    @Test
    void d01d03AListRefusesAtThePortWithItsTextOrOurs() {
        for (String[] row : new String[][] {{"zen.example", "554 5.7.1 found on a list"}, {"texts.example", "554 5.7.1 ask us why"}}) {
            gate.tables("PORT_ACCESS\n  TCP|*|25|*|*  $C$[/opt/lib/dns_verify.so,dns_verify_domain_port,$1," + row[0] + ",found$ on$ a$ list]$E\n  *  $YEXTERNAL\n");
            // Nothing more comes of the session.
            assertThrows(IllegalStateException.class, () -> gate.session("smtp"));
            assertEquals(row[1], gate.traced.getLast().reply().orElseThrow().toString());
        }
    }

    @Test
    void d02AListMarksTheMessageWhereTheTableSaysSo() {
        assertEquals("250", rcpt("$[dns_verify.so,dns_verify_domain,$2,texts.example,listed]|3.5$Y$T$,"));
        gate.tables("ORIG_MAIL_ACCESS\n  TCP|*|*|*|*|SMTP/*|*|*|*|*|*  $C$Y$AX-List:$ $[dns_verify,dns_verify_domain,$2,zen.example,listed]\n");
        TestGate.Session session = gate.session("smtp");
        session.send(FROM, "alice@example.com", "Subject: x\r\n\r\n");
        assertTrue(gate.sent("Subject: x\r\n\r\n").startsWith("X-List: listed\r\n"));
    }

    @Test
    void d03WhoIsNotListedHasNotMatched() {
        assertEquals("250", rcpt("$[dns_verify,dns_verify_domain,$2,clean.example,x]$N"));
        assertEquals("250", rcpt("$[dns_verify,dns_verify_domain,$2,broken.example,x]$N"), "a list that speaks of itself lists nobody");
        assertEquals("550 5.7.1 ask us why", rcpt("$N$[dns_verify,dns_verify_domain,$2,texts.example,x]"));
    }

    @Test
    void d04AListThatCannotBeAskedIsTheThirdAnswer() {
        assertTrue(rcpt("$[dns_verify,dns_verify_domain,$2,down.example,x]$N").startsWith("451 4.3.0"));
        List<String> said = List.of(rcpt("$N$[dns_verify,dns_verify,7.2.0.192.zen.example,yes,no,unknown]"), rcpt("$N$[dns_verify,dns_verify,gone.example,yes,no,unknown]"),
                rcpt("$N$[dns_verify,dns_verify,7.2.0.192.down.example,yes,no,unknown]"));
        assertEquals(List.of("550 5.7.1 yes", "550 5.7.1 no", "550 5.7.1 unknown"), said);
    }

    @Test
    void m05SpfIsARoutineAndWhatItCannotAskIsUndecided() {
        String entry = "$NSPF$ says$ $[spf,is,fail/softfail,$2,$4,$7]";
        assertEquals("550 5.7.1 SPF says fail", rcpt(entry, "x@fail.example"));
        assertEquals("250", rcpt(entry, "x@pass.example"));
        assertTrue(rcpt(entry, "x@silent.example").startsWith("451 4.3.0"));
        assertEquals("550 5.7.1 pass", rcpt("$N$[spf,result,$2,$4,$7]", "x@pass.example"));
    }
}
