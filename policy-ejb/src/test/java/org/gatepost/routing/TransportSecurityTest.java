package org.gatepost.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.gatepost.channel.ChannelKeywords;
import org.gatepost.channel.TransportKeywords;
import org.gatepost.dns.FakeDns;
import org.gatepost.routing.TransportSecurity.Choice;
import org.gatepost.smtp.client.PeerTrust;
import org.gatepost.smtp.client.TlsPolicy;
import org.gatepost.smtp.protocol.IpAddress;
import org.gatepost.smtp.protocol.TlsaRecord;
import org.gatepost.tlsreport.AppliedPolicy;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("P19 DANE and MTA-STS")
class TransportSecurityTest {

    private static final TlsaRecord RECORD = new TlsaRecord(3, 1, 1, "00".repeat(32));
    private static final String NAME = "_25._tcp.mx.a.example";

    private final FakeDns dns = new FakeDns();
    private StsPolicy published = StsPolicy.NONE;
    private final TransportSecurity security = new TransportSecurity(dns, domain -> published, Set.of());

    @Test
    void doesWhatTheChannelWants() {
        assertEquals(TlsPolicy.NONE, policy(choose("")));
        assertEquals(TlsPolicy.OPPORTUNISTIC, policy(choose("maytlsclient")));
        assertEquals(new TlsPolicy.Required(new PeerTrust.Authority(Set.of(), Set.of("mx.a.example"))), policy(choose("musttlsclient")));
        assertEquals(new TlsPolicy.Required(new PeerTrust.Authority(Set.of(), Set.of("hub.example"))), security.fixed(keywords("musttlsclient"), "hub.example").policy());
    }

    @Test
    void keepsToTheCertificateASignedZoneNames() {
        dns.tlsa(NAME, RECORD).authentic(NAME);
        assertEquals(new PeerTrust.Dane(List.of(RECORD), Set.of("a.example", "mx.a.example")), required(choose("maytlsclient dane")));
    }

    @Test
    void asksForDaneOnlyWhereAllTheWayIsSigned() {
        dns.tlsa(NAME, RECORD).authentic(NAME);
        assertEquals(TlsPolicy.OPPORTUNISTIC, policy(choose("dane", true, false)));
        assertEquals(TlsPolicy.OPPORTUNISTIC, policy(choose("dane", false, true)));
        assertEquals(TlsPolicy.OPPORTUNISTIC, policy(choose("maytlsclient")));
    }

    @Test
    void anUnsignedRecordSaysNothing() {
        dns.tlsa(NAME, RECORD);
        assertEquals(TlsPolicy.OPPORTUNISTIC, policy(choose("dane")));
    }

    @Test
    void aHostWhoseRecordsNobodyGivesIsPassedOver() {
        dns.failing(NAME);
        assertTrue(assertInstanceOf(Choice.PassOver.class, choose("dane")).reply().isTransient());
    }

    @Test
    void recordsOfNoUseStillAskForTls() {
        dns.tlsa(NAME, new TlsaRecord(1, 1, 1, "00".repeat(32))).authentic(NAME);
        assertEquals(PeerTrust.ANYONE, required(choose("dane")));
    }

    @Test
    void keepsToAPublishedPolicy() {
        published = new StsPolicy(StsPolicy.Mode.ENFORCE, List.of("*.a.example"), Duration.ofDays(1));
        assertEquals(new PeerTrust.Authority(Set.of(), Set.of("mx.a.example")), required(choose("mtasts")));
        published = new StsPolicy(StsPolicy.Mode.ENFORCE, List.of("other.example"), Duration.ofDays(1));
        assertInstanceOf(Choice.PassOver.class, choose("mtasts"));
        assertEquals(TlsPolicy.NONE, policy(choose("")));
        published = new StsPolicy(StsPolicy.Mode.TESTING, List.of("other.example"), Duration.ofDays(1));
        Choice.Despite despite = assertInstanceOf(Choice.Despite.class, choose("mtasts"));
        assertEquals(TlsPolicy.OPPORTUNISTIC, despite.connect().policy());
        assertEquals(new AppliedPolicy(AppliedPolicy.Type.STS, List.of("version: STSv1", "mode: testing", "mx: other.example", "max_age: 86400"), List.of("other.example")),
                despite.measuredBy());
    }

    @Test
    void whatAPolicyTriesOutIsWantedFirstAndNotAtAnyPrice() {
        published = new StsPolicy(StsPolicy.Mode.TESTING, List.of("mx.a.example"), Duration.ofDays(1));
        Choice.Connect connect = assertInstanceOf(Choice.Connect.class, choose("mtasts"));
        assertInstanceOf(TlsPolicy.Required.class, connect.policy());
        assertEquals(List.of(TlsPolicy.OPPORTUNISTIC, TlsPolicy.NONE), connect.otherwise());
        published = new StsPolicy(StsPolicy.Mode.ENFORCE, List.of("mx.a.example"), Duration.ofDays(1));
        assertEquals(List.of(), assertInstanceOf(Choice.Connect.class, choose("mtasts")).otherwise());
    }

    @Test
    void whoPrefersDeliveryGetsWhatTheChannelWantsAndNoMore() {
        dns.failing(NAME);
        assertEquals(TlsPolicy.OPPORTUNISTIC, security.despitePolicies(keywords("dane mtasts"), "mx.a.example").policy());
        assertInstanceOf(TlsPolicy.Required.class, security.despitePolicies(keywords("musttlsclient"), "mx.a.example").policy());
    }

    @Test
    void connectionsAreMeasuredByWhatAsksForThem() {
        dns.tlsa(NAME, RECORD).authentic(NAME);
        assertEquals(new AppliedPolicy(AppliedPolicy.Type.TLSA, List.of("3 1 1 " + "00".repeat(32)), List.of()), assertInstanceOf(Choice.Connect.class, choose("dane")).measuredBy());
        assertEquals(AppliedPolicy.NONE, assertInstanceOf(Choice.Connect.class, choose("maytlsclient")).measuredBy());
    }

    @Test
    void aSignedZoneGoesBeforeAPublishedPolicy() {
        published = new StsPolicy(StsPolicy.Mode.ENFORCE, List.of("*.a.example"), Duration.ofDays(1));
        dns.tlsa(NAME, RECORD).authentic(NAME);
        assertInstanceOf(PeerTrust.Dane.class, required(choose("mtasts dane")));
    }

    @Test
    void readsPoliciesAsTheyArePublished() {
        StsPolicy policy = StsPolicy.parse("version: STSv1\r\nmode: enforce\r\nmx: Mx.a.example\r\nmx: *.b.example\nmax_age: 604800\n").orElseThrow();
        assertEquals(StsPolicy.Mode.ENFORCE, policy.mode());
        assertEquals(Duration.ofDays(7), policy.maxAge());
        assertTrue(policy.allows("mx.a.example"));
        assertTrue(policy.allows("MX.b.example"));
        assertFalse(policy.allows("b.example"));
        assertFalse(policy.allows("x.mx.b.example"));
        assertEquals(StsPolicy.MAX_AGE_MAX, StsPolicy.parse("version: STSv1\nmode: none\nmax_age: 9999999999").orElseThrow().maxAge());
    }

    @Test
    void whatIsNoPolicyIsNone() {
        for (String text : List.of("", "<html>", "version: STSv2\nmode: enforce\nmx: a\nmax_age: 1", "version: STSv1\nmode: enforce\nmax_age: 1",
                "version: STSv1\nmode: sometimes\nmx: a\nmax_age: 1", "version: STSv1\nmode: enforce\nmx: a\nmax_age: -1",
                "version: STSv1\nmode: enforce\nmax_age: 1\n" + "mx: a\n".repeat(StsPolicy.MX_MAX + 1))) {
            assertEquals(Optional.empty(), StsPolicy.parse(text), text);
        }
    }

    private static PeerTrust required(Choice choice) {
        return assertInstanceOf(TlsPolicy.Required.class, assertInstanceOf(Choice.Connect.class, choice).policy()).trust();
    }

    private static TlsPolicy policy(Choice choice) {
        return assertInstanceOf(Choice.Connect.class, choice).policy();
    }

    private Choice choose(String keywords) {
        return choose(keywords, true, true);
    }

    private Choice choose(String keywords, boolean authenticMx, boolean authenticHost) {
        MailHost host = new MailHost("mx.a.example", "mx.a.example", List.of(IpAddress.parse("192.0.2.1")), authenticHost);
        TransportKeywords parsed = keywords(keywords);
        return security.choose(parsed, "a.example", security.published(parsed, "a.example"), host, authenticMx, 25);
    }

    private static TransportKeywords keywords(String text) {
        return ChannelKeywords.parse(text).transport();
    }
}
