package org.gatepost.adapter.sts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

import javax.net.ssl.SSLHandshakeException;

import org.gatepost.dns.FakeDns;
import org.gatepost.routing.StsPolicy;
import org.gatepost.smtp.client.TlsFault;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("P19 MTA-STS policies")
class PublishedPoliciesTest {

    private static final String ENFORCE = "version: STSv1\nmode: enforce\nmx: mx.a.example\nmax_age: 86400\n";

    private final FakeDns dns = new FakeDns().text("_mta-sts.a.example", "v=STSv1; id=1;");
    private Instant now = Instant.EPOCH;
    private String published = ENFORCE;
    private int fetches;
    private IOException failure = new IOException("404");
    private final PublishedPolicies policies = new PublishedPolicies(dns, domain -> {
        fetches++;
        if (published.isEmpty()) {
            throw failure;
        }
        return published;
    }, new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    });

    @Test
    void fetchesAPolicyOnceForAsLongAsItHolds() {
        assertEquals(StsPolicy.Mode.ENFORCE, mode());
        assertEquals(StsPolicy.Mode.ENFORCE, mode());
        assertEquals(1, fetches);
        now = now.plus(Duration.ofDays(1));
        mode();
        assertEquals(2, fetches);
    }

    @Test
    void fetchesItAgainWhenItsIdIsAnother() {
        mode();
        dns.clear().text("_mta-sts.a.example", "v=STSv1; id=2;");
        published = ENFORCE.replace("enforce", "none");
        assertEquals(StsPolicy.Mode.NONE, mode());
    }

    @Test
    void aDomainWithoutARecordHasNoPolicyAndIsNotAsked() {
        for (List<String> texts : List.of(List.<String>of(), List.of("v=spf1"), List.of("v=STSv1; id=1", "v=STSv1; id=2"), List.of("v=STSv1;"))) {
            dns.clear();
            texts.forEach(text -> dns.text("_mta-sts.a.example", text));
            assertEquals(StsPolicy.Mode.NONE, mode(), texts.toString());
        }
        assertEquals(0, fetches);
    }

    @Test
    void whoeverKeepsAnswersFromUsDoesNotEndAPolicyThatHolds() {
        mode();
        dns.clear().failing("_mta-sts.a.example");
        assertEquals(StsPolicy.Mode.ENFORCE, mode());
        dns.clear().text("_mta-sts.a.example", "v=STSv1; id=2");
        published = "";
        assertEquals(StsPolicy.Mode.ENFORCE, mode());
        now = now.plus(Duration.ofDays(1));
        assertEquals(StsPolicy.Mode.NONE, mode());
    }

    @Test
    void whatIsWrongWithAPolicyIsKnownUntilItIsRight() {
        assertEquals(Optional.empty(), policies.faultOf("a.example"));
        published = "<html>";
        mode();
        assertEquals(Optional.of(TlsFault.STS_POLICY_INVALID), policies.faultOf("a.example"));
        now = now.plus(PublishedPolicies.RETRY_AFTER);
        published = "";
        mode();
        assertEquals(Optional.of(TlsFault.STS_POLICY_FETCH_ERROR), policies.faultOf("a.example"));
        now = now.plus(PublishedPolicies.RETRY_AFTER);
        failure = new IOException("no policy", new SSLHandshakeException("nobody vouches for it"));
        mode();
        assertEquals(Optional.of(TlsFault.STS_WEBPKI_INVALID), policies.faultOf("a.example"));
        now = now.plus(PublishedPolicies.RETRY_AFTER);
        published = ENFORCE;
        mode();
        assertEquals(Optional.empty(), policies.faultOf("a.example"));
    }

    @Test
    void aFetchThatFailedIsNotTriedAgainAtOnce() {
        published = "<html>";
        assertEquals(StsPolicy.Mode.NONE, mode());
        published = ENFORCE;
        assertEquals(StsPolicy.Mode.NONE, mode());
        assertEquals(1, fetches);
        now = now.plus(PublishedPolicies.RETRY_AFTER);
        assertEquals(StsPolicy.Mode.ENFORCE, mode());
    }

    private StsPolicy.Mode mode() {
        return policies.of("a.example").mode();
    }
}
