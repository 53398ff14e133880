package org.gatepost.adapter.https;

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
import java.util.function.Predicate;

/** Gets texts: no redirect is followed, nothing but 200 and certain types is taken, so much and no more, and all of it in so much time. Safe for use by many threads. */
public final class HttpsText {

    private static final Duration CONNECT_MAX = Duration.ofSeconds(10);

    private final HttpClient client;
    private final Duration timeMax;
    private final int octetsMax;
    private final Predicate<String> takes;

    /**
     * Over a client of one's own.
     *
     * @param timeMax from asking to the last octet
     * @param octetsMax of the text
     * @param takes whether a content type will do; given without its parameters, in lower case
     */
    public HttpsText(HttpClient.Builder client, Duration timeMax, int octetsMax, Predicate<String> takes) {
        this.client = client.followRedirects(HttpClient.Redirect.NEVER).connectTimeout(timeMax.compareTo(CONNECT_MAX) < 0 ? timeMax : CONNECT_MAX).build();
        this.timeMax = timeMax;
        this.octetsMax = octetsMax;
        this.takes = takes;
    }

    /**
     * The text at a place, in UTF-8.
     *
     * @throws IOException where there is none to be had; its message says why
     */
    public String get(URI place) throws IOException {
        try {
            HttpRequest request = HttpRequest.newBuilder(place).timeout(timeMax).build();
            // The client's own time ends with the header section; the body may come octet by octet.
            Future<String> text = client.sendAsync(request, HttpResponse.BodyHandlers.ofInputStream()).thenApplyAsync(this::text);
            try {
                return text.get(timeMax.toMillis(), TimeUnit.MILLISECONDS);
            } finally {
                text.cancel(true);
            }
        } catch (IllegalArgumentException | ExecutionException | TimeoutException e) {
            throw new IOException(e instanceof TimeoutException ? "not within " + timeMax.toSeconds() + " s" : String.valueOf(e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private String text(HttpResponse<InputStream> response) {
        try (InputStream body = response.body()) {
            String type = response.headers().firstValue("content-type").orElse("").split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
            if (response.statusCode() != 200 || !takes.test(type)) {
                throw new IllegalArgumentException("answered by " + response.statusCode() + " and " + type);
            }
            byte[] octets = body.readNBytes(octetsMax + 1);
            if (octets.length > octetsMax) {
                throw new IllegalArgumentException("more than " + octetsMax + " octets");
            }
            return new String(octets, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalArgumentException(e.toString(), e);
        }
    }
}
