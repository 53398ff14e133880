package org.gatepost.mailauth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.List;

import org.gatepost.dns.FakeDns;
import org.gatepost.smtp.protocol.IpAddress;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.stage.InTurn;
import org.junit.jupiter.api.Test;

class NameCheckTest {

    private static final IpAddress CLIENT = IpAddress.parse("192.0.2.7");

    private final FakeDns dns = new FakeDns();
    private final NameCheck check = new NameCheck(dns, new InTurn());

    @Test
    void aNameThatLeadsBackIsTheClientsOwn() {
        dns.name("192.0.2.7", "elsewhere.example").name("192.0.2.7", "host.example").address("elsewhere.example", "192.0.2.99").address("host.example", "192.0.2.7");
        assertEquals(new ClientName.Confirmed("host.example"), check.client(CLIENT));
    }

    @Test
    void aNameThatLeadsElsewhereIsNot() {
        dns.name("192.0.2.7", "bank.example").address("bank.example", "192.0.2.99");
        assertEquals(new ClientName.Unconfirmed(List.of("bank.example")), check.client(CLIENT));
        assertEquals("unconfirmed bank.example", check.client(CLIENT).text());
    }

    @Test
    void noNameAndNoAnswerAreTwoThings() {
        assertEquals(new ClientName.Nameless(), check.client(CLIENT));
        dns.failing("7.2.0.192.in-addr.arpa");
        assertInstanceOf(ClientName.Unavailable.class, check.client(CLIENT));
        dns.clear().name("192.0.2.7", "host.example").failing("host.example");
        assertInstanceOf(ClientName.Unavailable.class, check.client(CLIENT));
    }

    @Test
    void onlyTheFirstNamesAreLookedAt() {
        for (int i = 0; i < NameCheck.NAMES_MAX; i++) {
            dns.name("192.0.2.7", "n" + i + ".example");
        }
        dns.name("192.0.2.7", "last.example").address("last.example", "192.0.2.7");
        assertInstanceOf(ClientName.Unconfirmed.class, check.client(CLIENT));
    }

    @Test
    void aDomainTakesMailWithAnExchangerOrAnAddress() {
        dns.mx("mx.example", 10, "host.example").address("v4.example", "192.0.2.1").address("v6.example", "2001:db8::1");
        for (String domain : List.of("mx.example", "v4.example", "v6.example", "[192.0.2.1]")) {
            assertEquals(new SenderDomain.TakesMail(), check.sender(new Mailbox("a", domain)), domain);
        }
    }

    @Test
    void aDomainWithoutThemTakesNone() {
        dns.text("text.example", "only").mx("null.example", 0, "");
        assertEquals(new SenderDomain.Nowhere("text.example has neither mail exchanger nor address"), check.sender(new Mailbox("a", "text.example")));
        assertEquals(new SenderDomain.Nowhere("none.example does not exist"), check.sender(new Mailbox("a", "none.example")));
        assertEquals(new SenderDomain.NullExchanger(), check.sender(new Mailbox("a", "null.example")));
    }

    @Test
    void aDomainNobodyKnowsNowMayTakeSome() {
        dns.failing("down.example");
        assertInstanceOf(SenderDomain.Unavailable.class, check.sender(new Mailbox("a", "down.example")));
    }
}
