package org.gatepost.workbench.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.gatepost.workbench.bench.harness.Program;
import org.gatepost.workbench.fixture.RunningGatepost;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.json.Json;

/** What testssl.sh finds on our ports: protocols, kinds of ciphers, forward secrecy, and the known holes. */
class TlsScanIT {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    /** WARN is what testssl.sh says where it could not look, not what it found. */
    private static final Set<String> HARMLESS = Set.of("OK", "INFO", "LOW", "DEBUG", "WARN");
    /** About our certificate: no authority that browsers know has issued it, it lasts three days, and nobody says when it is revoked. */
    private static final Set<String> OF_THE_CERTIFICATE = Set.of("cert_trust", "cert_chain_of_trust", "cert_expirationStatus", "cert_notAfter", "cert_revocation");

    private final RunningGatepost gatepost = Neighbourhood.shared().gatepost();

    @Test
    void p03NothingWorseThanTheCertificateBehindStartTls() throws Exception {
        assertEquals(List.of(), findings(gatepost.smtpPort(), List.of("-t", "smtp")));
    }

    @Test
    void p03NothingWorseThanTheCertificateUnderImplicitTls() throws Exception {
        // The certificate itself (-S) is looked at here alone, for it takes as long as all the rest.
        assertEquals(List.of(), findings(gatepost.submissionsPort(), List.of("-S")));
    }

    private static List<String> findings(int port, List<String> how) throws Exception {
        Path json = Files.createTempDirectory("testssl").resolve("found.json");
        List<String> command = new ArrayList<>(List.of("testssl", "--quiet", "--color", "0", "--warnings", "batch", "--jsonfile", json.toString(), "-p", "-s", "-f", "-U"));
        command.addAll(how);
        command.add("127.0.0.1:" + port);
        Program.Ended said = Program.run(PATIENCE, command);
        List<String> bad = new ArrayList<>();
        Set<String> asked = new HashSet<>();
        try {
            List<Map<String, Object>> findings = new Json().toType(Files.readString(json), Json.LIST_OF_MAPS_TYPE);
            for (Map<String, Object> finding : findings) {
                asked.add(finding.get("id").toString());
                if (!HARMLESS.contains(finding.get("severity")) && !OF_THE_CERTIFICATE.contains(finding.get("id"))) {
                    bad.add(finding.get("id") + " " + finding.get("severity") + ": " + finding.get("finding"));
                }
            }
        } finally {
            Files.deleteIfExists(json);
            Files.delete(json.getParent());
        }
        // It must have looked: a run that broke off finds nothing.
        assertTrue(asked.containsAll(List.of("TLS1_2", "TLS1_3", "SSLv3", "cipherlist_NULL", "PFS", "heartbleed", "ROBOT", "secure_client_renego", "LUCKY13")), said.output());
        return bad;
    }
}
