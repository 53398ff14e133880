package org.gatepost.adapter.tlsreport;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.gatepost.tlsreport.ReportPost;
import org.gatepost.tlsreport.TlsReport;

/** By HTTPS (RFC 8460 section 5.4): no redirect is followed, any 2xx is taken for yes, the body of the answer is not kept; half a minute in all. */
public final class HttpsReportPost implements ReportPost {

    /** For all of it. */
    public static final Duration TIME_MAX = Duration.ofSeconds(30);

    private final HttpClient client;

    /** @param client which certificates it takes and the like */
    public HttpsReportPost(HttpClient.Builder client) {
        this.client = client.followRedirects(HttpClient.Redirect.NEVER).connectTimeout(TIME_MAX).build();
    }

    @Override
    public void post(URI place, TlsReport report) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(place).timeout(TIME_MAX).header("Content-Type", "application/tlsrpt+gzip")
                .POST(HttpRequest.BodyPublishers.ofByteArray(report.file())).build();
        // The client's own time ends with the header section; the body may come octet by octet.
        CompletableFuture<HttpResponse<Void>> answer = client.sendAsync(request, HttpResponse.BodyHandlers.discarding());
        try {
            int status = answer.get(TIME_MAX.toMillis(), TimeUnit.MILLISECONDS).statusCode();
            if (status / 100 != 2) {
                throw new IOException("answered by " + status);
            }
        } catch (ExecutionException e) {
            throw new IOException(e.getCause().toString(), e);
        } catch (TimeoutException e) {
            throw new IOException("not within " + TIME_MAX.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            answer.cancel(true);
        }
    }
}
