package org.gatepost.workbench.bench.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A load in a process of its own, so that it has descriptors, heap and compiler to itself: a main class of ours that reads words from its standard
 * input and answers with lines {@code name=value}, the last of them {@code done=...}. For one thread.
 */
public final class LoadProcess implements AutoCloseable {

    private static final long ENDS_WITHIN_SECONDS = 20;

    private final Process process;
    private final BufferedReader answers;

    private LoadProcess(Process process) {
        this.process = process;
        this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
    }

    /** Starts {@code main} with this JVM's class path and a heap of {@code heapMebibytes}; what it says on standard error is passed on. */
    public static LoadProcess start(Class<?> main, int heapMebibytes, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin/java").toString(), "-Xmx" + heapMebibytes + "m",
                "-XX:+UseParallelGC", "-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        return new LoadProcess(new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
    }

    /** Sends a line and waits for what comes of it, {@code done} included. */
    public Map<String, String> ask(String line) throws IOException {
        OutputStream out = process.getOutputStream();
        out.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
        return answer();
    }

    /** The lines up to {@code done}, by name. */
    public Map<String, String> answer() throws IOException {
        Map<String, String> figures = new LinkedHashMap<>();
        while (!figures.containsKey("done")) {
            String said = answers.readLine();
            if (said == null) {
                throw new IOException("the load ended without an answer");
            }
            int equals = said.indexOf('=');
            if (equals > 0) {
                figures.put(said.substring(0, equals), said.substring(equals + 1));
            }
        }
        return figures;
    }

    /** Closes its standard input, which ends it, and kills it where that is not enough. */
    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        try {
            if (!process.waitFor(ENDS_WITHIN_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
