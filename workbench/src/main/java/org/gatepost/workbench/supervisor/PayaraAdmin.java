package org.gatepost.workbench.supervisor;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;

/** Payara's administration commands over its loopback port: what asadmin would say, without starting a JVM to say it. */
final class PayaraAdmin {

    private static final Duration DEPLOY = Duration.ofMinutes(5);
    /** What a server says that is still starting, or busy with another command. */
    private static final String NOT_NOW = "cannot process this command at this time, please wait";
    /** How often a command is repeated that was told so, a second apart: a server that starts on a busy machine takes a minute. */
    static final int NOT_NOW_MAX = 120;

    private final HttpClient http = HttpClient.newBuilder().proxy(HttpClient.Builder.NO_PROXY).connectTimeout(Duration.ofSeconds(2)).build();
    private final int port;
    private final String authorization;

    PayaraAdmin(int port, String password) {
        this.port = port;
        this.authorization = "Basic " + Base64.getEncoder().encodeToString(("admin:" + password).getBytes(StandardCharsets.UTF_8));
    }

    /** Whether the server has come up as far as taking commands. */
    boolean answers() throws InterruptedException {
        try {
            return send("uptime", "", Duration.ofSeconds(5)).contains("SUCCESS");
        } catch (IOException e) {
            return false;
        }
    }

    /** Deploys the application in the place of what was there; returns what Payara says of it, beginning with SUCCESS, WARNING or FAILURE. */
    String deploy(Path ear, String name) throws IOException, InterruptedException {
        return command("deploy", Map.of("force", "true", "name", name, "DEFAULT", ear.toString()));
    }

    /** Any command with its options ({@code DEFAULT} for the operand); returns the same. Waits for a server that is still starting. */
    String command(String command, Map<String, String> options) throws IOException, InterruptedException {
        String query = options.entrySet().stream().map(option -> option.getKey() + "=" + URLEncoder.encode(option.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&", "?", ""));
        return untilTaken(() -> send(command, query, DEPLOY), () -> Thread.sleep(Duration.ofSeconds(1)));
    }

    /** One command, sent once. */
    @FunctionalInterface
    interface Sending {
        String send() throws IOException, InterruptedException;
    }

    /** What is done before it is sent again. */
    @FunctionalInterface
    interface Pause {
        void make() throws InterruptedException;
    }

    static String untilTaken(Sending command, Pause pause) throws IOException, InterruptedException {
        String answer = command.send();
        for (int i = 0; i < NOT_NOW_MAX && answer.contains(NOT_NOW); i++) {
            pause.make();
            answer = command.send();
        }
        return answer;
    }

    private String send(String command, String query, Duration timeout) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/__asadmin/" + command + query)).timeout(timeout)
                .header("Authorization", authorization).header("X-Requested-By", "gatepost").header("Accept", "text/plain")
                .POST(HttpRequest.BodyPublishers.noBody()).build();
        String answer = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        return answer.replace("PlainTextActionReporter", "");
    }
}
