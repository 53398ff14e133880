package org.gatepost.adapter.sts;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.net.ssl.SSLException;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import org.gatepost.dns.DnsAnswer;
import org.gatepost.dns.DnsLookup;
import org.gatepost.routing.StsPolicies;
import org.gatepost.routing.StsPolicy;
import org.gatepost.smtp.client.TlsFault;

/**
 * Policies as domains publish them, kept in memory for as long as they hold (RFC 8461 section 3). One is fetched again when the id in its TXT record is
 * another; one that cannot be fetched, or whose record nobody gives, goes on holding until its end. Safe for use by many threads.
 */
public final class PublishedPolicies implements StsPolicies {

    /** Domains remembered. */
    public static final int DOMAINS_MAX = 10_000;
    /** After a fetch that failed, the domain is not asked again for so long (section 3.3 suggests five minutes). */
    public static final Duration RETRY_AFTER = Duration.ofMinutes(5);
    private static final Pattern RECORD = Pattern.compile("v=STSv1\\s*;(?:.*;)?\\s*id=([A-Za-z0-9]{1,32})\\s*(?:;.*)?");
    private static final Logger LOG = System.getLogger(PublishedPolicies.class.getName());

    private final DnsLookup dns;
    private final PolicyFetch fetch;
    private final Clock clock;
    private final Cache<String, Known> known = Caffeine.newBuilder().maximumSize(DOMAINS_MAX).build();

    /** Why the last fetch brought nothing, and when that was. */
    private record Failed(Instant at, TlsFault fault) {
    }

    /** @param failed where it could not be fetched last, with that id */
    private record Known(StsPolicy policy, String id, Instant until, Optional<Failed> failed) {
        static final Known NOTHING = new Known(StsPolicy.NONE, "", Instant.MIN, Optional.empty());

        StsPolicy at(Instant now) {
            return now.isBefore(until) ? policy : StsPolicy.NONE;
        }

        boolean isWorthAsking(String idNow, Instant now) {
            boolean current = idNow.equals(id) && now.isBefore(until);
            return !current && failed.filter(last -> now.isBefore(last.at().plus(RETRY_AFTER))).isEmpty();
        }
    }

    public PublishedPolicies(DnsLookup dns, PolicyFetch fetch, Clock clock) {
        this.dns = dns;
        this.fetch = fetch;
        this.clock = clock;
    }

    @Override
    public StsPolicy of(String domain) {
        Instant now = clock.instant();
        Known before = Optional.ofNullable(known.getIfPresent(domain)).orElse(Known.NOTHING);
        Optional<String> id = id(domain);
        if (id.isEmpty() || !before.isWorthAsking(id.get(), now)) {
            return before.at(now);
        }
        Known after = fetched(domain, id.get(), before, now);
        known.put(domain, after);
        return after.at(now);
    }

    @Override
    public Optional<TlsFault> faultOf(String domain) {
        return Optional.ofNullable(known.getIfPresent(domain)).flatMap(Known::failed).map(Failed::fault);
    }

    private Known fetched(String domain, String id, Known before, Instant now) {
        TlsFault fault = TlsFault.STS_POLICY_INVALID;
        try {
            Optional<StsPolicy> policy = StsPolicy.parse(fetch.fetch(domain));
            if (policy.isPresent()) {
                return new Known(policy.get(), id, now.plus(policy.get().maxAge()), Optional.empty());
            }
            LOG.log(Level.INFO, "what {0} publishes is no MTA-STS policy", domain);
        } catch (IOException e) {
            LOG.log(Level.INFO, "MTA-STS: {0}", e.getMessage());
            fault = hasCause(e, SSLException.class) ? TlsFault.STS_WEBPKI_INVALID : TlsFault.STS_POLICY_FETCH_ERROR;
        }
        return new Known(before.policy(), before.id(), before.until(), Optional.of(new Failed(now, fault)));
    }

    private static boolean hasCause(Throwable thrown, Class<? extends Throwable> type) {
        Throwable each = thrown;
        while (each != null && !type.isInstance(each)) {
            each = each.getCause();
        }
        return each != null;
    }

    /** Section 3.1: exactly one record, else there is no policy. */
    private Optional<String> id(String domain) {
        if (!(dns.texts("_mta-sts." + domain) instanceof DnsAnswer.Records<String>(List<String> texts, String name, boolean authentic))) {
            return Optional.empty();
        }
        List<String> records = texts.stream().filter(text -> text.startsWith("v=STSv1")).toList();
        if (records.size() != 1) {
            return Optional.empty();
        }
        Matcher matcher = RECORD.matcher(records.getFirst());
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}
