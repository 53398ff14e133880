package org.gatepost.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

import org.gatepost.channel.RemoteKeywords.Families;
import org.gatepost.dns.FakeDns;
import org.gatepost.smtp.protocol.IpAddress;
import org.gatepost.smtp.protocol.Replies;
import org.junit.jupiter.api.Test;

class MxRoutingTest {

    private final FakeDns dns = new FakeDns();
    private final MxRouting routing = new MxRouting(dns, new OurHost(Set.of("gate.example"), Set.of(IpAddress.parse("192.0.2.99"))), new Random(7));

    @Test
    void triesHostsByPreference() {
        dns.mx("a.example", 20, "second.example").mx("a.example", 10, "first.example").address("first.example", "192.0.2.1").address("second.example", "192.0.2.2");
        assertEquals(List.of("first.example", "second.example"), hosts("a.example"));
    }

    @Test
    void spreadsMailOverHostsOfEqualPreference() {
        for (String host : List.of("x", "y", "z")) {
            dns.mx("a.example", 10, host + ".example").address(host + ".example", "192.0.2.1");
        }
        dns.mx("a.example", 20, "last.example").address("last.example", "192.0.2.2");
        Set<String> first = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            List<String> hosts = hosts("a.example");
            first.add(hosts.getFirst());
            assertEquals("last.example", hosts.getLast());
        }
        assertEquals(Set.of("x.example", "y.example", "z.example"), first);
    }

    @Test
    void aDomainWithoutExchangersIsItsOwnHost() {
        dns.address("a.example", "192.0.2.1");
        assertEquals(List.of("a.example"), hosts("a.example"));
    }

    @Test
    void allThatADomainNamesAreItsExchangersWhetherTheyAnswerOrNot() {
        dns.mx("a.example", 10, "gone.example").mx("a.example", 20, "here.example").address("here.example", "192.0.2.1").address("b.example", "192.0.2.1");
        assertEquals(Set.of("gone.example", "here.example"), assertInstanceOf(MxRoute.Hosts.class, route("a.example")).exchangers());
        assertEquals(Set.of("b.example"), assertInstanceOf(MxRoute.Hosts.class, route("b.example")).exchangers());
        assertEquals(Set.of("192.0.2.7"), assertInstanceOf(MxRoute.Hosts.class, route("[192.0.2.7]")).exchangers());
    }

    @Test
    void aDomainThatDoesNotExistIsRefusedForGood() {
        assertEquals(new MxRoute.Nowhere(Replies.NO_SUCH_DOMAIN), route("a.example"));
        assertEquals("5.1.2", Replies.NO_SUCH_DOMAIN.status().toString());
    }

    @Test
    void aDomainWithNeitherExchangerNorAddressIsRefusedForGood() {
        dns.text("a.example", "v=spf1 -all");
        assertEquals(new MxRoute.Nowhere(Replies.DOMAIN_WITHOUT_HOST), route("a.example"));
    }

    @Test
    void aNullMxTakesNoMail() {
        dns.mx("a.example", 0, "").address("a.example", "192.0.2.1");
        assertEquals(new MxRoute.Nowhere(Replies.DOMAIN_TAKES_NO_MAIL), route("a.example"));
        assertEquals(556, Replies.DOMAIN_TAKES_NO_MAIL.code());
    }

    @Test
    void noAnswerIsNoRefusal() {
        dns.failing("a.example");
        assertTrue(assertInstanceOf(MxRoute.NotNow.class, route("a.example")).reply().isTransient());
    }

    @Test
    void noAnswerAboutTheOnlyHostIsNoRefusal() {
        dns.mx("a.example", 10, "first.example").mx("a.example", 20, "second.example").failing("first.example");
        assertTrue(assertInstanceOf(MxRoute.NotNow.class, route("a.example")).reply().isTransient());
        dns.address("second.example", "192.0.2.2");
        assertEquals(List.of("second.example"), hosts("a.example"));
    }

    @Test
    void dropsOurselvesAndWhoeverIsNoBetter() {
        dns.mx("a.example", 10, "best.example").mx("a.example", 20, "gate.example").mx("a.example", 20, "equal.example").mx("a.example", 30, "worse.example");
        for (String host : List.of("best", "gate", "equal", "worse")) {
            dns.address(host + ".example", "192.0.2.1");
        }
        assertEquals(List.of("best.example"), hosts("a.example"));
    }

    @Test
    void knowsItselfByItsAddressToo() {
        dns.mx("a.example", 10, "best.example").mx("a.example", 20, "alias.example").mx("a.example", 20, "equal.example");
        dns.address("best.example", "192.0.2.1").address("alias.example", "192.0.2.99").address("equal.example", "192.0.2.2");
        assertEquals(List.of("best.example"), hosts("a.example"));
        assertInstanceOf(MxRoute.Hosts.class, routing.route("a.example", 2600, Families.IPV4_FIRST));
    }

    @Test
    void aDomainThatLeadsOnlyToUsIsALoop() {
        dns.mx("a.example", 10, "gate.example").mx("a.example", 20, "worse.example").address("gate.example", "192.0.2.99").address("worse.example", "192.0.2.2");
        assertEquals(new MxRoute.Nowhere(Replies.LEADS_BACK_TO_US), route("a.example"));
        dns.mx("b.example", 10, "liar.example").address("liar.example", "127.0.0.1");
        assertEquals(new MxRoute.Nowhere(Replies.LEADS_BACK_TO_US), route("b.example"));
    }

    @Test
    void followsAliasesOfHosts() {
        dns.mx("a.example", 10, "alias.example").alias("alias.example", "real.example").address("real.example", "192.0.2.1");
        MailHost host = assertInstanceOf(MxRoute.Hosts.class, route("a.example")).hosts().getFirst();
        assertEquals("alias.example", host.name());
        assertEquals("real.example", host.canonicalName());
    }

    @Test
    void triesTheFamiliesTheChannelPrefers() {
        dns.address("a.example", "192.0.2.1").address("a.example", "2001:db8::1");
        assertEquals("[192.0.2.1, 2001:db8::1]", addresses(Families.IPV4_FIRST));
        assertEquals("[2001:db8::1, 192.0.2.1]", addresses(Families.IPV6_FIRST));
        assertEquals("[192.0.2.1]", addresses(Families.IPV4_ONLY));
        assertEquals("[2001:db8::1]", addresses(Families.IPV6_ONLY));
    }

    @Test
    void looksAtABoundedNumberOfHostsAndAddresses() {
        for (int i = 0; i <= MxRouting.HOSTS_MAX; i++) {
            dns.mx("a.example", i, "h" + i + ".example");
            for (int j = 0; j <= MxRouting.ADDRESSES_MAX; j++) {
                dns.address("h" + i + ".example", "192.0.2." + j).address("h" + i + ".example", "2001:db8::" + j);
            }
        }
        List<MailHost> hosts = assertInstanceOf(MxRoute.Hosts.class, route("a.example")).hosts();
        assertEquals(MxRouting.HOSTS_MAX, hosts.size());
        assertEquals(MxRouting.ADDRESSES_MAX, hosts.getFirst().addresses().size());
        assertTrue(hosts.getFirst().addresses().stream().anyMatch(IpAddress::isV4));
        assertTrue(hosts.getFirst().addresses().stream().anyMatch(address -> !address.isV4()));
    }

    @Test
    void anAddressLiteralIsItsOwnHost() {
        assertEquals(List.of("192.0.2.7"), hosts("[192.0.2.7]"));
        assertEquals(List.of("2001:db8::7"), hosts("[ipv6:2001:db8::7]"));
        assertEquals(new MxRoute.Nowhere(Replies.NO_SUCH_DOMAIN), route("[x]"));
        assertEquals(new MxRoute.Nowhere(Replies.LEADS_BACK_TO_US), route("[127.0.0.1]"));
    }

    @Test
    void saysWhatIsVouchedFor() {
        dns.mx("a.example", 10, "mx.example").address("mx.example", "192.0.2.1").authentic("a.example");
        MxRoute.Hosts hosts = assertInstanceOf(MxRoute.Hosts.class, route("a.example"));
        assertTrue(hosts.authentic());
        assertFalse(hosts.hosts().getFirst().authentic());
        dns.authentic("mx.example");
        assertTrue(assertInstanceOf(MxRoute.Hosts.class, route("a.example")).hosts().getFirst().authentic());
    }

    private String addresses(Families families) {
        return assertInstanceOf(MxRoute.Hosts.class, routing.route("a.example", 25, families)).hosts().getFirst().addresses().toString();
    }

    private List<String> hosts(String domain) {
        return assertInstanceOf(MxRoute.Hosts.class, route(domain)).hosts().stream().map(MailHost::name).toList();
    }

    private MxRoute route(String domain) {
        return routing.route(domain, 25, Families.IPV6_FIRST);
    }
}
