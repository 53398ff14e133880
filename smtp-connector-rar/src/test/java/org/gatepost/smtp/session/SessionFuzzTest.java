package org.gatepost.smtp.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import com.code_intelligence.jazzer.junit.FuzzTest;

import org.gatepost.smtp.listener.ConnectRequest;
import org.gatepost.smtp.listener.Connection;
import org.gatepost.smtp.protocol.Extension;
import org.gatepost.smtp.protocol.IpAddress;
import org.gatepost.smtp.protocol.ServiceOffer;
import org.gatepost.smtp.protocol.SessionLimits;
import org.gatepost.smtp.spool.SpoolBudget;
import org.gatepost.smtp.spool.SpoolDirectory;

/** A whole session with a client that says anything at all. Its seeds are the files under {@code SessionFuzzTestInputs}. */
class SessionFuzzTest {

    private static final Path SPOOL = spool();

    private static Path spool() {
        try {
            return Files.createTempDirectory("fuzz");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** It ends, it leaves nothing behind, it says replies and nothing else, and never that it failed. The same octet by octet as in one piece, as long as no content is refused early. */
    @FuzzTest
    void session(byte[] octets) throws IOException {
        SpoolDirectory directory = new SpoolDirectory(SPOOL, new SpoolBudget(1 << 20, 1 << 20));
        PortLoad load = new PortLoad(1, 100, 1);
        ServiceOffer offer = ServiceOffer.DEFAULT.with(Extension.STARTTLS, "").with(Extension.AUTH, "PLAIN LOGIN").with(Extension.XCLIENT, "NAME ADDR HELO LOGIN")
                .with(Extension.SMTPUTF8, "").with(Extension.PRDR, "").with(Extension.BINARYMIME, "").with(Extension.ETRN, "");
        ScriptedPolicy policy = new ScriptedPolicy(SessionLimits.DEFAULT.offering(offer), false);
        OctetLink link = new OctetLink(List.of(octets), there -> there);
        TestClock clock = new TestClock();
        Connection connection = new Connection("s", "smtp", IpAddress.parse("192.0.2.1"), 1, IpAddress.parse("192.0.2.2"), 25, Optional.empty());
        new SmtpSession(new SessionSettings("mx.example", directory, clock, clock, load, ContentPace.DEFAULT), link, new ConnectRequest(connection, 1, 1), policy).run();
        assertEquals(0, directory.open(), "contents left open");
        assertEquals(0, load.contentsHeld() + load.recipientsHeld() + load.encryptedHeld(), "places left taken");
        assertEquals(1, policy.ends.size(), "onDisconnect is called once");
        for (String line : link.said().split("\r\n")) {
            assertTrue(line.matches("[2345][0-9][0-9][ -][ -~]*|334 [A-Za-z0-9+/=]*"), line);
        }
        // The scripted policy has bugs for those who ask for them.
        assertFalse(link.said().contains("421 4.3.0") && !new String(octets, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT).contains("fail"), link.said());
    }
}
