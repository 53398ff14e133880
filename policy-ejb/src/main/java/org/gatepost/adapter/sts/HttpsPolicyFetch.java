package org.gatepost.adapter.sts;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.function.Function;

import org.gatepost.adapter.https.HttpsText;

/** By HTTPS (RFC 8461 section 3.3): no redirect is followed, nothing but 200 and text/plain is taken, 64 KiB at most, a minute in all. */
public final class HttpsPolicyFetch implements PolicyFetch {

    /** RFC 8461 section 3.3. */
    public static final Duration TIME_MAX = Duration.ofMinutes(1);
    /** RFC 8461 section 3.3. */
    public static final int OCTETS_MAX = 64 << 10;

    private final HttpsText texts;
    private final Function<String, URI> place;

    private HttpsPolicyFetch(HttpClient.Builder client, Function<String, URI> place) {
        this.texts = new HttpsText(client, TIME_MAX, OCTETS_MAX, "text/plain"::equals);
        this.place = place;
    }

    /** From where the RFC says. */
    public static HttpsPolicyFetch wellKnown() {
        return new HttpsPolicyFetch(HttpClient.newBuilder(), domain -> URI.create("https://mta-sts." + domain + "/.well-known/mta-sts.txt"));
    }

    /** From somewhere else, with a client of one's own. */
    public static HttpsPolicyFetch from(HttpClient.Builder client, Function<String, URI> place) {
        return new HttpsPolicyFetch(client, place);
    }

    @Override
    public String fetch(String domain) throws IOException {
        try {
            return texts.get(place.apply(domain));
        } catch (IllegalArgumentException | IOException e) {
            throw new IOException("no policy of " + domain + ": " + e.getMessage(), e);
        }
    }
}
