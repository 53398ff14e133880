package org.gatepost.adapter.sts;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** By HTTPS (RFC 8461 section 3.3): no redirect is followed, nothing but 200 and text/plain is taken, 64 KiB at most, a minute in all. */
public final class HttpsPolicyFetch implements PolicyFetch {

    /** RFC 8461 section 3.3. */
    public static final Duration TIME_MAX = Duration.ofMinutes(1);
    /** RFC 8461 section 3.3. */
    public static final int OCTETS_MAX = 64 << 10;
    private static final Duration CONNECT_MAX = Duration.ofSeconds(10);

    private final HttpClient client;
    private final Function<String, URI> place;

    private HttpsPolicyFetch(HttpClient.Builder client, Function<String, URI> place) {
        this.client = client.followRedirects(HttpClient.Redirect.NEVER).connectTimeout(CONNECT_MAX).build();
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
            HttpRequest request = HttpRequest.newBuilder(place.apply(domain)).timeout(TIME_MAX).build();
            // The client's own time ends with the header section; the body may come octet by octet.
            Future<String> text = client.sendAsync(request, HttpResponse.BodyHandlers.ofInputStream()).thenApplyAsync(HttpsPolicyFetch::text);
            try {
                return text.get(TIME_MAX.toMillis(), TimeUnit.MILLISECONDS);
            } finally {
                text.cancel(true);
            }
        } catch (IllegalArgumentException | ExecutionException | TimeoutException e) {
            throw new IOException("no policy of " + domain + ": " + (e instanceof TimeoutException ? "not within " + TIME_MAX.toSeconds() + " s" : String.valueOf(e.getMessage())), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static String text(HttpResponse<InputStream> response) {
        try (InputStream body = response.body()) {
            String type = response.headers().firstValue("content-type").orElse("").strip().toLowerCase(Locale.ROOT);
            if (response.statusCode() != 200 || !(type.equals("text/plain") || type.startsWith("text/plain;"))) {
                throw new IllegalArgumentException("answered by " + response.statusCode() + " and " + type);
            }
            byte[] octets = body.readNBytes(OCTETS_MAX + 1);
            if (octets.length > OCTETS_MAX) {
                throw new IllegalArgumentException("more than " + OCTETS_MAX + " octets");
            }
            return new String(octets, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalArgumentException(e.toString(), e);
        }
    }
}
