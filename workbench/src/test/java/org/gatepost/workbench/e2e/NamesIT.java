package org.gatepost.workbench.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;

import org.gatepost.workbench.fixture.Eventually;
import org.gatepost.workbench.fixture.LoopbackDns;
import org.gatepost.workbench.fixture.PolicyChange;
import org.gatepost.workbench.fixture.RunningGatepost;
import org.gatepost.workbench.fixture.SmtpTalk;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What strangers are told by the deployed application, which asks a name server on loopback. The client is 127.0.0.1. */
class NamesIT {

    /** Clear of the shared instance's ports. */
    private static final int PORTS_BEYOND = 40;

    private static LoopbackDns dns;
    private static RunningGatepost gatepost;

    @BeforeAll
    static void begin() throws Exception {
        dns = new LoopbackDns();
        dns.text("pass.example", "v=spf1 ip4:127.0.0.0/8 -all").text("fail.example", "v=spf1 exp=why.fail.example -ip4:127.0.0.1").text("why.fail.example", "%{i} is not ours")
                .text("soft.example", "v=spf1 ~all").text("never.example", "v=spf1 -all").text("wrong.example", "v=spf1 oops").mx("pass.example", 10, "mx.pass.example")
                .pointer("127.0.0.1", "client.example").address("client.example", "127.0.0.1").address("1.0.0.127.zen.example", "127.0.0.2")
                .text("1.0.0.127.zen.example", "see https://zen.example").address("1.0.0.127.broken.example", "127.255.255.254");
        String offset = System.getenv().getOrDefault("GATEPOST_TEST_PORT_OFFSET", "3000");
        gatepost = RunningGatepost.started("names", Map.of("GATEPOST_PORT_OFFSET", Integer.toString(Integer.parseInt(offset) + PORTS_BEYOND), "GATEPOST_DNS_SERVERS",
                dns.hostAndPort()));
    }

    @AfterAll
    static void end() throws Exception {
        gatepost.close();
        dns.close();
    }

    private static PolicyChange keywords(String keywords, String... more) throws Exception {
        String[] all = new String[more.length + 1];
        System.arraycopy(more, 0, all, 0, more.length);
        all[more.length] = "UPDATE channel SET keywords = keywords || ' " + keywords + "' WHERE name = 'tcp_local' AND version_id = :version";
        return new PolicyChange(gatepost, all);
    }

    private static String mail(String sender, String recipient) throws Exception {
        try (SmtpTalk talk = SmtpTalk.introduced(gatepost.smtpPort())) {
            String said = talk.say("MAIL FROM:<" + sender + ">").reply();
            return said.startsWith("250") ? talk.say("RCPT TO:<" + recipient + ">").reply() : "MAIL " + said;
        }
    }

    private static String delivered(String sender) throws Exception {
        String mark = UUID.randomUUID().toString();
        try (SmtpTalk talk = SmtpTalk.introduced(gatepost.smtpPort())) {
            assertTrue(talk.message(sender, "alice@example.com", "Subject: " + mark + "\r\n\r\nbody").startsWith("250"));
        }
        Path file = Eventually.get("it arrives", Duration.ofSeconds(20), () -> gatepost.mailContaining("alice", mark), files -> !files.isEmpty()).getFirst();
        return Files.readString(file, StandardCharsets.ISO_8859_1);
    }

    @Test
    void aFreshStartAsksNobody() throws Exception {
        int before = dns.asked();
        String message = delivered("a@never.example");
        assertFalse(message.contains("Received-SPF"), message);
        assertTrue(message.contains("from client.example ([127.0.0.1])"), message);
        assertEquals(before, dns.asked());
    }

    @Test
    void s01ASenderWhoseDomainRefusesTheClientIsRefused() throws Exception {
        try (PolicyChange there = keywords("spfmailfrom")) {
            assertEquals("MAIL 550 5.7.23 SPF: you may not send as fail.example; its owner explains: 127.0.0.1 is not ours", mail("a@fail.example", "alice@example.com"));
            assertEquals("MAIL 550 5.7.24 SPF: the record of wrong.example cannot be understood", mail("a@wrong.example", "alice@example.com"));
            assertTrue(mail("a@pass.example", "alice@example.com").startsWith("250"));
        }
        try (PolicyChange there = keywords("spfrcptto")) {
            assertEquals("550 5.7.23 SPF: you may not send as never.example", mail("a@never.example", "alice@example.com"));
            assertEquals("550 5.1.1 no such user here", mail("a@never.example", "nobody@example.com"));
            assertTrue(mail("a@never.example", "postmaster@example.com").startsWith("250"));
        }
    }

    @Test
    void s05TheMessageSaysWhatWasFound() throws Exception {
        try (PolicyChange there = keywords("spfrcptto spfhelo reversedns")) {
            String message = delivered("a@soft.example");
            assertTrue(message.contains("\r\nReceived-SPF: softfail (") && message.contains("identity=mailfrom;\r\n\tmechanism=~all\r\n"), message);
            assertTrue(message.contains("\r\nReceived-SPF: none (") && message.contains("identity=helo"), message);
            assertTrue(message.indexOf("Received-SPF") < message.indexOf("Received: from client.example (client.example [127.0.0.1])"), message);
            assertTrue(message.endsWith("\r\n\r\nbody\r\n"), message);
        }
    }

    @Test
    void d01AListRefusesAtConnectOrToRecipients() throws Exception {
        String zen = "INSERT INTO dns_list (version_id, name, zone, codes) VALUES (:version, 'zen', 'zen.example', '127.0.0.2 refuse')";
        try (PolicyChange there = keywords("dnslists zen", zen)) {
            assertEquals("550 5.7.1 127.0.0.1 is listed by zen.example: see https://zen.example", mail("a@pass.example", "alice@example.com"));
            assertTrue(mail("a@pass.example", "abuse@example.com").startsWith("250"));
        }
        try (PolicyChange there = keywords("dnslists zen dnslistatconnect", zen); SmtpTalk talk = new SmtpTalk(gatepost.smtpPort())) {
            talk.expect("554 5.7.1 127.0.0.1 is listed by zen.example");
            assertEquals("", talk.reply());
        }
    }

    @Test
    void aListThatSpeaksOfItselfIsSetAsideWithAnAlarm() throws Exception {
        try (PolicyChange there = keywords("dnslists broken",
                "INSERT INTO dns_list (version_id, name, zone) VALUES (:version, 'broken', 'broken.example')")) {
            assertTrue(mail("a@pass.example", "alice@example.com").startsWith("250"));
            Eventually.get("the alarm", Duration.ofSeconds(10), () -> gatepost.text("SELECT text FROM alarm WHERE key = 'dnslist:broken'"),
                    text -> text.contains("127.255.255.254"));
            int before = dns.asked();
            assertTrue(mail("a@pass.example", "alice@example.com").startsWith("250"));
            assertEquals(before, dns.asked());
        }
    }

    @Test
    void aSenderNobodyCouldAnswerIsRefused() throws Exception {
        try (PolicyChange there = keywords("mailfromdnsverify ownsenderauth")) {
            assertTrue(mail("a@none.example", "alice@example.com").startsWith("MAIL 550 5.1.8"));
            assertTrue(mail("bob@example.com", "alice@example.com").startsWith("MAIL 550 5.7.1"));
            assertTrue(mail("a@pass.example", "alice@example.com").startsWith("250"));
        }
    }
}
