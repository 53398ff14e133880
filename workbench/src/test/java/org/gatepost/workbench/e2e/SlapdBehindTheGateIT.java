package org.gatepost.workbench.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.gatepost.workbench.bench.harness.Program;
import org.gatepost.workbench.demo.directory.DemoDirectory;
import org.gatepost.workbench.directory.Slapd;
import org.gatepost.workbench.fixture.Eventually;
import org.gatepost.workbench.fixture.RunningGatepost;
import org.gatepost.workbench.fixture.SmtpTalk;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The deployed server with Debian's slapd as its directory, in which entries change while mail comes. */
class SlapdBehindTheGateIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static RunningGatepost gatepost;
    private static Slapd slapd;

    @BeforeAll
    static void anotherDirectory() throws Exception {
        slapd = new Slapd();
        slapd.admin().add("dn: cn=secret,ou=groups,o=example.com,o=demo", "objectClass: applicationProcess", "objectClass: inetMailGroup", "mail: secret@example.com",
                "mgrpAuthPassword: s3cret", "mgrpMsgRejectText: Ask the owner", "mgrpAddHeader: List-Id: <secret.example.com>", "mgrpRemoveHeader: X-Private", "memberURL: ldap:///o=example.com,o=demo??sub?(uid=alice)");
        slapd.admin().add("dn: cn=told,ou=groups,o=example.com,o=demo", "objectClass: applicationProcess", "objectClass: inetMailGroup", "mail: told@example.com",
                "mgrpMsgPrefixText: To all who are told", "mgrpMsgSuffixText:: " + Base64.getEncoder().encodeToString("-- \nLeave: tell us\n".getBytes(StandardCharsets.UTF_8)),
                "mgrpRFC822MailMember: alice@example.com", "mgrpRFC822MailMember: out@remote.example");
        slapd.admin().add("dn: uid=writer,ou=people,o=example.com,o=demo", "objectClass: inetOrgPerson", "objectClass: inetUser", "objectClass: inetMailUser", "cn: w", "sn: w",
                "mail: writer@example.com", "mailQuota: 2", "mailHost: localhost");
        gatepost = RunningGatepost.shared();
        gatepost.restart(Map.of("GATEPOST_LDAP_URL", "ldap://127.0.0.1:" + slapd.port(), "GATEPOST_LDAP_BIND_DN", DemoDirectory.READER, "GATEPOST_LDAP_BIND_PASSWORD", Slapd.PASSWORD,
                "GATEPOST_LDAP_BASE", DemoDirectory.BASE, "GATEPOST_LDAP_ATTRIBUTES", "recipientLimit=mailQuota;mailHost=mailHost", "GATEPOST_LDAP_ACCOUNT_SECONDS", "0"));
    }

    @AfterAll
    static void theUsualOne() throws Exception {
        try {
            gatepost.restart(Map.of());
        } finally {
            slapd.close();
        }
    }

    @Test
    void l07AndL08AStatusHoldsFromTheMomentItIsWritten() throws Exception {
        try (SmtpTalk talk = begun("x@remote.example")) {
            talk.say("RCPT TO:<bob@example.com>").expect("250");
            status("disabled");
            talk.say("RCPT TO:<bob@example.com>").expect("550 5.2.1");
            status("inactive");
            talk.say("RCPT TO:<bob@example.com>").expect("450 4.2.1");
            status("overquota");
            talk.say("RCPT TO:<bob@example.com>").expect("452 4.2.2");
            status("active");
            talk.say("RCPT TO:<bob@example.com>").expect("250");
            talk.say("RCPT TO:<x@inactive.example>").expect("450 4.2.1");
            talk.say("RCPT TO:<*@example.com>").expect("550 5.1.1");
        }
    }

    private static void status(String status) throws Exception {
        slapd.admin().modify("dn: uid=bob,ou=people,o=example.com,o=demo", "changetype: modify", "replace: mailUserStatus", "mailUserStatus: " + status);
    }

    @Test
    void l11ASendersRecipientLimitIsItsEntrys() throws Exception {
        try (SmtpTalk talk = begun("writer@example.com")) {
            talk.say("RCPT TO:<alice@example.com>").expect("250");
            talk.say("RCPT TO:<bob@example.com>").expect("250");
            talk.say("RCPT TO:<grace@example.com>").expect("452 4.5.3");
        }
    }

    @Test
    void l12AndL16RefusedPostsAreTheDialoguesOwn() throws Exception {
        try (SmtpTalk talk = begun("bob@example.com")) {
            talk.say("RCPT TO:<staff@example.com>").expect("550 5.7.1");
            talk.say("RCPT TO:<news@example.com>").expect("250");
        }
    }

    @Test
    void l13WhoAuthenticatedMayPostAndWhoOnlySaysSoMayNot() throws Exception {
        try (SmtpTalk talk = begun("bob@example.com")) {
            talk.say("RCPT TO:<staff@example.com>").expect("550 5.7.1");
        }
        Program.Ended ended = Program.run(Program.PATIENCE, List.of("python3", "-"), """
                import smtplib, ssl
                context = ssl.create_default_context()
                context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
                for user, code in (('bob', 250), ('mallory', 550)):
                    s = smtplib.SMTP_SSL('127.0.0.1', %d, context=context)
                    s.ehlo()
                    s.login(user, user)
                    assert s.mail(user + '@example.com')[0] == 250
                    said = s.rcpt('staff@example.com')
                    assert said[0] == code, (user, said)
                    s.quit()
                """.formatted(gatepost.submissionsPort()));
        assertEquals(0, ended.status(), ended.output());
    }

    @Test
    void l14OthersMailForAModeratedListGoesToItsModeratorAlone() throws Exception {
        String mark = "marked " + UUID.randomUUID();
        try (SmtpTalk talk = begun("x@remote.example")) {
            talk.say("RCPT TO:<board@example.com>").expect("250");
            talk.say("DATA").expect("354");
            talk.say("Subject: " + mark + "\r\n\r\nx\r\n.").expect("250");
        }
        Eventually.get("alice has it", PATIENCE, () -> gatepost.mailContaining("alice", mark), mail -> !mail.isEmpty());
        // Both are members, and their copies would have gone together.
        assertEquals(List.of(), gatepost.mailContaining("bob", mark));
    }

    @Test
    void l15AListsPasswordOpensItAndGoesNoFurther() throws Exception {
        String mark = "marked " + UUID.randomUUID();
        try (SmtpTalk talk = begun("x@remote.example")) {
            talk.say("RCPT TO:<secret@example.com>").expect("250");
            talk.say("DATA").expect("354");
            talk.say("Subject: " + mark + "\r\n\r\nx\r\n.").expect("550 5.7.1 Ask the owner");
            talk.say("MAIL FROM:<x@remote.example>").expect("250");
            talk.say("RCPT TO:<secret@example.com>").expect("250");
            talk.say("DATA").expect("354");
            talk.say("Approved: s3cret\r\nX-Private: yes\r\nSubject: " + mark + "\r\n\r\nx\r\n.").expect("250");
        }
        List<Path> found = Eventually.get("alice has it", PATIENCE, () -> gatepost.mailContaining("alice", mark), mail -> !mail.isEmpty());
        assertEquals(1, found.size());
        String mail = Files.readString(found.getFirst(), StandardCharsets.ISO_8859_1);
        assertFalse(mail.contains("s3cret") || mail.contains("X-Private"), mail);
        assertTrue(mail.contains("\r\nList-Id: <secret.example.com>\r\n"), mail);
        assertTrue(gatepost.logLines("s3cret").isEmpty());
    }

    @Test
    void l12WhatAListWritesStandsRoundWhatItsMembersGet() throws Exception {
        String mark = "marked " + UUID.randomUUID();
        try (SmtpTalk talk = begun("x@remote.example")) {
            talk.say("RCPT TO:<told@example.com>").expect("250");
            talk.say("RCPT TO:<bob@example.com>").expect("250");
            talk.say("DATA").expect("354");
            talk.say("Subject: " + mark + "\r\n\r\nfirst\r\n.").expect("250");
            talk.say("MAIL FROM:<x@remote.example>").expect("250");
            talk.say("RCPT TO:<told@example.com>").expect("250");
            talk.say("DATA").expect("354");
            talk.say("Subject: " + mark + "\r\nMIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n<p>second\r\n.").expect("250");
            talk.say("MAIL FROM:<x@remote.example>").expect("250");
            talk.say("RCPT TO:<told@example.com>").expect("250");
            talk.say("DATA").expect("354");
            talk.say("Subject: " + mark + "\r\nMIME-Version: 1.0\r\nContent-Type: multipart/signed; boundary=b\r\n\r\n--b\r\n\r\nthird\r\n--b--\r\n.").expect("250");
        }
        String plain = delivered("alice", mark, "first");
        assertTrue(plain.endsWith("\r\n\r\nTo all who are told\r\nfirst\r\n-- \r\nLeave: tell us\r\n"), plain);
        assertTrue(delivered("remote", mark, "first").endsWith(plain.substring(plain.indexOf("\r\n\r\n"))));
        assertTrue(delivered("bob", mark, "first").endsWith("\r\n\r\nfirst\r\n"));
        String html = delivered("alice", mark, "<p>second");
        assertTrue(html.contains("\r\n\r\nTo all who are told\r\n\r\n--=_") && html.contains("\r\nContent-Type: text/html\r\n\r\n<p>second\r\n\r\n--=_"), html);
        assertTrue(delivered("alice", mark, "third").endsWith("\r\n\r\n--b\r\n\r\nthird\r\n--b--\r\n"));
        assertEquals("true", gatepost.text("SELECT (count(*) > 0)::text FROM trace_event WHERE kind = 'accept' AND details ->> 'conversions' LIKE '%multipart/signed stays as it is%'"));
    }

    private static String delivered(String mailbox, String mark, String text) throws Exception {
        return Eventually.get(mailbox + " has " + text, PATIENCE, () -> gatepost.mailContaining(mailbox, mark).stream().map(SlapdBehindTheGateIT::read).filter(mail -> mail.contains(text)).findFirst().orElse(""),
                mail -> !mail.isEmpty());
    }

    private static String read(Path mail) {
        try {
            return Files.readString(mail, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aMailboxIsReachedOnTheHostItsEntryNames() throws Exception {
        String mark = "marked " + UUID.randomUUID();
        try (SmtpTalk talk = begun("x@remote.example")) {
            talk.say("RCPT TO:<writer@example.com>").expect("250");
            talk.say("DATA").expect("354");
            talk.say("Subject: " + mark + "\r\n\r\nx\r\n.").expect("250");
        }
        assertEquals(1, Eventually.get("writer has it", PATIENCE, () -> gatepost.mailContaining("writer", mark), mail -> !mail.isEmpty()).size());
        Eventually.get("the trace names the host", PATIENCE, () -> gatepost.text("SELECT max(details ->> 'nextHop') FROM trace_event WHERE kind = 'deliver' AND recipient = 'writer@example.com'"),
                "@localhost"::equals);
    }

    private static SmtpTalk begun(String sender) throws Exception {
        SmtpTalk talk = SmtpTalk.introduced(gatepost.smtpPort());
        talk.say("MAIL FROM:<" + sender + ">").expect("250");
        return talk;
    }
}
