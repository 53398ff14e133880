package org.gatepost.smtp.ra;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;

import org.gatepost.workbench.fixture.Eventually;
import org.gatepost.workbench.fixture.SmtpTalk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One session more than there may be, on a real socket: it is told so at once, and when another ended there is room. */
class SessionsMaxIT {

    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    private Path spool;

    @Test
    void oneSessionTooManyIsTold421AndClosed() throws Exception {
        SmtpActivationSpec spec = new SmtpActivationSpec();
        spec.setSmtpPort(0);
        spec.setSessionsMax(2);
        spec.setSpoolDirectory(spool.toString());
        SmtpActivation activation = new SmtpActivation(new FakeEndpoints(8), spec);
        SmtpPort port = activation.ports().getFirst();
        try {
            Thread.ofPlatform().daemon().start(port);
            int number = Eventually.get("it is bound", SOON, port::localPort, bound -> bound > 0);
            try (SmtpTalk first = SmtpTalk.introduced(number); SmtpTalk second = SmtpTalk.introduced(number)) {
                try (SmtpTalk third = new SmtpTalk(number)) {
                    third.expect("421 4.3.2");
                    assertEquals("", third.line());
                }
                second.say("QUIT").expect("221");
                Eventually.get("there is room again", SOON, () -> greeting(number), greeting -> greeting.startsWith("220"));
                first.say("NOOP").expect("250");
            }
        } finally {
            activation.stop();
        }
    }

    private static String greeting(int number) throws Exception {
        try (SmtpTalk talk = new SmtpTalk(number)) {
            return talk.reply();
        }
    }
}
