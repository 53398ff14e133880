package org.gatepost.workbench.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

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
