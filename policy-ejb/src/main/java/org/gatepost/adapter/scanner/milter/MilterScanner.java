package org.gatepost.adapter.scanner.milter;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

import org.gatepost.scan.ScanAnswer;
import org.gatepost.scan.ScanQuestion;
import org.gatepost.scan.ScanVerdict;
import org.gatepost.scan.Scanner;
import org.gatepost.scan.ScannerOptions;
import org.gatepost.scan.ScannerPolicy;

/**
 * Asks a mail filter (milter) about a message: one connection a question, on which the stages of the session are played when the content is there. It may add,
 * change and remove header fields, have a message kept back, refused, deferred or discarded; body and envelope are its to change where policy allows it. An
 * answer that is not in the protocol is {@link ScanVerdict.Unavailable}, never clean. Safe for use by many threads; never throws.
 */
public final class MilterScanner implements Scanner {

    private final String name;
    private final ScannerPolicy.Server server;
    private final String hostname;
    private final Permits permits;

    /**
     * @param hostname our name, macro {@code j}
     * @param options what it may do besides: {@code body}, {@code body_octets_max}, {@code envelope}, see {@link Permits}
     */
    public MilterScanner(String name, ScannerPolicy.Server server, String hostname, ScannerOptions options) {
        this.name = name;
        this.server = server;
        this.hostname = hostname;
        this.permits = Permits.of(options);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public ScanAnswer scan(ScanQuestion question) {
        try (InputStream content = question.content().open(); SocketLink link = SocketLink.to(server, question.deadline())) {
            return ask(link, content, question);
        } catch (CannotLook e) {
            return ScanAnswer.of(new ScanVerdict.Unscannable(reason(e)));
        } catch (IOException | RuntimeException e) {
            return ScanAnswer.unavailable(reason(e));
        }
    }

    /** The whole exchange over a link. */
    ScanAnswer ask(MilterLink link, InputStream content, ScanQuestion question) throws IOException {
        Packets packets = new Packets(link);
        Terms terms = Conversation.begin(packets, permits.actions());
        ScanAnswer answer = new Conversation(packets, terms, permits, question, hostname).play(content);
        try {
            Conversation.end(packets);
        } catch (IOException e) {
            // It has answered, and went first.
        }
        return answer;
    }

    @Override
    public boolean answers(Duration deadline) {
        try (SocketLink link = SocketLink.to(server, deadline)) {
            Packets packets = new Packets(link);
            Conversation.begin(packets, permits.actions());
            Conversation.end(packets);
            return true;
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    private static String reason(Exception e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
