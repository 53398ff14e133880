package org.gatepost.workbench.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

import org.gatepost.workbench.bench.harness.Program;
import org.gatepost.workbench.fixture.Eventually;
import org.gatepost.workbench.fixture.PolicyChange;
import org.gatepost.workbench.fixture.RunningGatepost;
import org.gatepost.workbench.fixture.SmtpTalk;
import org.junit.jupiter.api.Test;

/** Mapping tables of the active policy, on the deployed server. */
class MappingTablesIT {

    private final RunningGatepost gatepost = RunningGatepost.shared();

    @Test
    void m08m10TablesOfTheActivePolicyRefuseAtTheirStages() throws Exception {
        try (PolicyChange tables = new PolicyChange(gatepost,
                "INSERT INTO mapping_table VALUES (:version, 'FROM_ACCESS', '  *|SMTP/*|MAIL|tcp_local|*@blocked.example|  $NMail$ Blocked')",
                "INSERT INTO mapping_table VALUES (:version, 'ORIG_SEND_ACCESS', E'  tcp_local|*|tcp_lmtpcs|bob@*  $X4.7.1|$Nnot$ now\\n  *  $Y')");
                SmtpTalk talk = SmtpTalk.introduced(gatepost.smtpPort())) {
            talk.say("MAIL FROM:<a@blocked.example>").expect("550 5.7.1 Mail Blocked");
            talk.say("MAIL FROM:<a@remote.example>").expect("250");
            talk.say("RCPT TO:<bob@example.com>").expect("450 4.7.1 not now");
            talk.say("RCPT TO:<out@remote.example>").expect("550 5.7.1 relaying denied");
            talk.say("RCPT TO:<alice@example.com>").expect("250");
        }
        assertFalse(gatepost.logLines("FROM_ACCESS").isEmpty());
    }

    @Test
    void m03m12m14m16m18WhatTablesWantIsDoneToTheMessage() throws Exception {
        try (PolicyChange tables = new PolicyChange(gatepost,
                "INSERT INTO general_text VALUES (:version, 'partner.example', 'gold')",
                "INSERT INTO mapping_table VALUES (:version, 'FROM_ACCESS', E'  *|*@partner.example|  $Jsecretary@example.com|$Y\n')",
                "INSERT INTO mapping_table VALUES (:version, 'ORIG_SEND_ACCESS', E'  *|*|*|bob@*  $Y$D-5\n  *|*|*|carol@*  $Y$B\n')",
                "INSERT INTO mapping_table VALUES (:version, 'MAIL_ACCESS', E'  *|secretary@example.com|*|alice@*  $Y$AX-Partner:$ ${partner.example}$ $]ldap:///o=demo?uid?sub?(mail=alice@example.com)[\n"
                        + "  *|judy@*  $Y$B\n  *|*@*  $C$]ldap:///o=demo?uid?sub?(mail=$1@nowhere.example)[$X4.7.1|$Nnever\n')",
                "INSERT INTO mapping_table VALUES (:version, 'SEND_ACCESS', E'  *|*|*|grace@*  $H\n')");
                SmtpTalk talk = SmtpTalk.introduced(gatepost.smtpPort())) {
            talk.say("MAIL FROM:<boss@partner.example>").expect("250");
            talk.say("RCPT TO:<alice@example.com>").expect("250");
            talk.say("RCPT TO:<judy@example.com>").expect("250");
            talk.say("RCPT TO:<grace@example.com>").expect("250");
            talk.say("RCPT TO:<bob@example.com>").expect("250");
            talk.say("DATA").expect("354");
            talk.send("Subject: wishes of tables\r\n\r\nhello\r\n.\r\n").expect("250");
            Path mail = Eventually.get("alice's copy", Duration.ofSeconds(30), () -> gatepost.mailContaining("alice", "wishes of tables"), found -> !found.isEmpty()).getFirst();
            String text = Files.readString(mail);
            assertTrue(text.startsWith("Return-Path: <secretary@example.com>\r\n"), text);
            assertTrue(text.contains("X-Partner: gold alice\r\n"), text);
            assertEquals("MAIL_ACCESS", gatepost.text("SELECT reason FROM trace_event WHERE kind = 'discard' AND recipient = 'judy@example.com' ORDER BY at DESC LIMIT 1"));
            assertTrue(gatepost.text("SELECT reason FROM trace_event WHERE kind = 'hold' AND recipient = 'grace@example.com' ORDER BY at DESC LIMIT 1").startsWith("SEND_ACCESS"));
        }
    }

    @Test
    void m07m13m17m22LimitsDelaysAndTheSecondQuestionOfAPort() throws Exception {
        try (PolicyChange tables = new PolicyChange(gatepost,
                "UPDATE channel SET keywords = keywords || ' maysaslserver' WHERE version_id = :version AND name = 'tcp_local'",
                "INSERT INTO mapping_table VALUES (:version, 'PORT_ACCESS', E'  *  $C$:A$<asked$ with$ A|\n  *  $;A$<asked$ without$ A|$Y\n')",
                "INSERT INTO mapping_table VALUES (:version, 'LOG_ACTION', '  refuse|*|*|tcp_local|a@remote.example|*|552|*  $<seen$ by$ the$ table')",
                "INSERT INTO mapping_table VALUES (:version, 'ORIG_SEND_ACCESS', E'  *|*|*|alice@*  $Y$D10|1,2$S\n')");
                SmtpTalk talk = SmtpTalk.introduced(gatepost.smtpPort())) {
            talk.say("MAIL FROM:<a@remote.example>").expect("250");
            talk.say("RCPT TO:<alice@example.com>").expect("250");
            talk.say("RCPT TO:<bob@example.com>").expect("250");
            talk.say("RCPT TO:<judy@example.com>").expect("452 4.5.3");
            talk.say("DATA").expect("354");
            talk.send("Subject: too large\r\n\r\n" + "x".repeat(70).concat("\r\n").repeat(20) + ".\r\n").expect("552 5.3.4");
        }
        String log = Eventually.get("what LOG_ACTION wrote", Duration.ofSeconds(20), () -> Files.readString(gatepost.var().resolve("log/server.log")),
                text -> text.contains("LOG_ACTION: seen by the table"));
        assertTrue(log.contains("PORT_ACCESS: asked with A") && log.contains("PORT_ACCESS: asked without A"), gatepost.log());
    }

    @Test
    void m02m09m11MailAccessIsAskedWithElevenFieldsAndHowTheClientCame() throws Exception {
        try (PolicyChange tables = new PolicyChange(gatepost,
                "INSERT INTO mapping_table VALUES (:version, 'ORIG_MAIL_ACCESS', E'  TCP|$<127.0.0.0/8>|" + gatepost.smtpPort()
                        + "|$(127.0.0.1/32)|*|SMTP/client.example|MAIL|tcp_local|a@remote.example|*|grace@example.com  $Nfrom$ loopback\n')",
                "INSERT INTO mapping_table VALUES (:version, 'MAIL_ACCESS', E'  TCP|127.0.0.1|" + gatepost.smtpPort()
                        + "|127.0.0.1|*|SMTP/client.example|MAIL|tcp_local|a@remote.example|tcp_lmtpcs|alice@example.com  $Neleven$ fields\n"
                        + "  *|tcp_local|*|bob@example.com  $:E$:S$:F$;D$;T$;A$Nas$ a$ stranger\n  *|tcp_submit|*|bob@example.com  $:E$:T$:A$:D$;S$Nas$ a$ user\n')")) {
            try (SmtpTalk talk = SmtpTalk.introduced(gatepost.smtpPort())) {
                talk.say("MAIL FROM:<a@remote.example>").expect("250");
                talk.say("RCPT TO:<grace@example.com>").expect("550 5.7.1 from loopback");
                talk.say("RCPT TO:<alice@example.com>").expect("550 5.7.1 eleven fields");
                talk.say("RCPT TO:<bob@example.com> NOTIFY=SUCCESS,FAILURE").expect("550 5.7.1 as a stranger");
                talk.say("RCPT TO:<bob@example.com> NOTIFY=SUCCESS,FAILURE,DELAY").expect("250");
                talk.say("RCPT TO:<bob@example.com>").expect("250");
            }
            submitted("""
                    assert s.mail('alice@example.com')[0] == 250
                    said = s.rcpt('bob@example.com', ['NOTIFY=DELAY'])
                    assert said == (550, b'5.7.1 as a user'), said
                    assert s.rcpt('bob@example.com', ['NOTIFY=SUCCESS'])[0] == 250
                    """);
        }
    }

    /** In Python, as alice on the encrypted submission port. */
    private void submitted(String script) throws Exception {
        Program.Ended ended = Program.run(Program.PATIENCE, List.of("python3", "-"), """
                import smtplib, ssl
                context = ssl.create_default_context()
                context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
                s = smtplib.SMTP_SSL('127.0.0.1', %d, context=context)
                s.ehlo()
                s.login('alice', 'alice')
                """.formatted(gatepost.submissionsPort()) + script);
        assertEquals(0, ended.status(), ended.output());
    }

    /** Judy's script in the demo directory files what has a score of 5 into Junk. */
    @Test
    void m15TheAdjustmentOfATableIsScoreForTheScriptOfARecipient() throws Exception {
        String mark = UUID.randomUUID().toString();
        try (PolicyChange tables = new PolicyChange(gatepost, "INSERT INTO mapping_table VALUES (:version, 'MAIL_ACCESS', E'  *|far@remote.example|*|judy@*  $Y$,9$ listed\n')");
                SmtpTalk talk = SmtpTalk.introduced(gatepost.smtpPort())) {
            assertTrue(talk.message("far@remote.example", "judy@example.com", "Subject: scored " + mark + "\r\n\r\nx").startsWith("250"));
            assertTrue(talk.message("near@remote.example", "judy@example.com", "Subject: plain " + mark + "\r\n\r\nx").startsWith("250"));
            Eventually.get("it is in Junk", Duration.ofSeconds(30), () -> gatepost.mailContaining("judy/.Junk", "scored " + mark), found -> !found.isEmpty());
            Eventually.get("the other is in the inbox", Duration.ofSeconds(30), () -> gatepost.mailContaining("judy", "plain " + mark), found -> !found.isEmpty());
        }
    }

    @Test
    void m20m21AuthRewriteNamesTheSenderAndIpAccessEndsTheWayToAHost() throws Exception {
        String mark = UUID.randomUUID().toString();
        try (PolicyChange tables = new PolicyChange(gatepost,
                "UPDATE channel SET keywords = keywords || ' authrewrite 3' WHERE version_id = :version AND name = 'tcp_submit'",
                "INSERT INTO mapping_table VALUES (:version, 'AUTH_REWRITE', E'  *|*|boss@example.com|*@example.com  $Y$2@example.com\n  *|*|alice@example.com|*  as$ it$ is\n  *  $N\n')",
                "INSERT INTO mapping_table VALUES (:version, 'IP_ACCESS', E'  tcp_local|1|1|127.0.0.1|*  $Nnot$ that$ way\n')")) {
            submitted("""
                    s.sendmail('alice@example.com', ['bob@example.com'], 'From: boss@example.com\\r\\nSubject: rewritten %1$s\\r\\n\\r\\nx')
                    s.sendmail('alice@example.com', ['out@remote.example'], 'From: alice@example.com\\r\\nSubject: outward %1$s\\r\\n\\r\\nx')
                    try:
                        s.sendmail('alice@example.com', ['bob@example.com'], 'From: other@remote.example\\r\\n\\r\\nx')
                        assert False
                    except smtplib.SMTPDataError as e:
                        assert e.smtp_code == 550, e
                    """.formatted(mark));
            Path mail = Eventually.get("bob's copy", Duration.ofSeconds(30), () -> gatepost.mailContaining("bob", "rewritten " + mark), found -> !found.isEmpty()).getFirst();
            assertTrue(Files.readString(mail).contains("Sender: <alice@example.com>\r\n"), Files.readString(mail));
            Path report = Eventually.get("a report to alice", Duration.ofSeconds(30), () -> gatepost.mailContaining("alice", "outward " + mark), found -> !found.isEmpty()).getFirst();
            assertTrue(Files.readString(report).contains("Final-Recipient: rfc822; out@remote.example\r\nAction: failed\r\nStatus: 5.7.1\r\n"), Files.readString(report));
        }
    }

    @Test
    void m20IpAccessIsAskedWithTheAddressesTheNameOfAHopHas() throws Exception {
        try (ScriptedHop hop = new ScriptedHop()) {
            String named = "UPDATE channel SET destination = 'smtp://localhost:" + hop.port() + "', keywords = keywords || ' verifynexthop' WHERE version_id = :version AND name = 'tcp_lmtpcs'";
            try (PolicyChange refused = new PolicyChange(gatepost, named, "INSERT INTO mapping_table VALUES (:version, 'IP_ACCESS', E'  tcp_lmtpcs|1|*|127.0.0.1|localhost  $Nnot$ that$ way\n')");
                    SmtpTalk talk = SmtpTalk.introduced(gatepost.smtpPort())) {
                talk.say("MAIL FROM:<a@remote.example>").expect("250");
                talk.say("RCPT TO:<alice@example.com>").expect("550 5.7.1 not that way");
            }
            // Nothing listens at the address the table is told of, and it names another.
            try (PolicyChange other = new PolicyChange(gatepost, named.replace("localhost", "127.0.0.9"),
                    "INSERT INTO mapping_table VALUES (:version, 'IP_ACCESS', E'  tcp_lmtpcs|*|127.0.0.9|*  $A127.0.0.1\n')");
                    SmtpTalk talk = SmtpTalk.introduced(gatepost.smtpPort())) {
                talk.say("MAIL FROM:<a@remote.example>").expect("250");
                talk.say("RCPT TO:<bob@example.com>").expect("250");
            }
            assertEquals(List.of("RCPT TO:<bob@example.com>"), hop.commands.stream().filter(command -> command.startsWith("RCPT")).toList());
            String mark = UUID.randomUUID().toString();
            try (PolicyChange passed = new PolicyChange(gatepost, named.replace(" verifynexthop", ""), "INSERT INTO mapping_table VALUES (:version, 'IP_ACCESS', E'  tcp_lmtpcs|*|127.0.0.9|*  $Nnot$ that$ way\n')");
                    SmtpTalk talk = SmtpTalk.introduced(gatepost.smtpPort())) {
                talk.say("MAIL FROM:<a@remote.example>").expect("250");
                talk.say("RCPT TO:<alice@example.com>").expect("250");
                talk.say("DATA").expect("354");
                talk.say("Subject: by name " + mark + "\r\n\r\nx\r\n.").expect("250");
                Eventually.get("the hop has it", Duration.ofSeconds(30), () -> hop.messages.stream().filter(message -> message.contains(mark)).count(), found -> found == 1);
            }
        }
    }

    @Test
    void yesInEveryTableStillDoesNotRelay() throws Exception {
        List<String> rows = List.of("PORT_ACCESS", "FROM_ACCESS", "ORIG_SEND_ACCESS", "ORIG_MAIL_ACCESS", "SEND_ACCESS", "MAIL_ACCESS");
        try (PolicyChange tables = new PolicyChange(gatepost, rows.stream().map(name -> "INSERT INTO mapping_table VALUES (:version, '" + name + "', '  *  $Y')").toArray(String[]::new));
                SmtpTalk talk = SmtpTalk.introduced(gatepost.smtpPort())) {
            talk.say("MAIL FROM:<a@remote.example>").expect("250");
            talk.say("RCPT TO:<out@remote.example>").expect("550 5.7.1 relaying denied");
            talk.say("RCPT TO:<nobody@example.com>").expect("550 5.1.1");
        }
    }
}
