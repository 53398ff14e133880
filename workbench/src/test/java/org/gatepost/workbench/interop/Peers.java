package org.gatepost.workbench.interop;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Debian's Postfix, Exim and OpenSMTPD, each in a root directory of its own. They take mail for a domain of their own to the sink, for example.com to Gatepost's
 * port for everybody, and everything else, as alice, to its submission port. What is in their configurations stands in files of the tests' resources.
 *
 * @param bare Postfix again, as one that has never heard of most extensions
 */
record Peers(Peer postfix, Peer exim, Peer openSmtpd, Peer bare) implements AutoCloseable {

    /** Whom they let in, under TLS. */
    static final String USER = "gatepost";

    private static final int POSTFIX = 64_101;
    private static final int EXIM = 64_102;
    private static final int OPENSMTPD = 64_103;
    private static final int OPENSMTPQ = 64_104;

    /** Which of them can encrypt. Debian's OpenSMTPD offers STARTTLS, but its handshake as a server fails with OpenSSL 3 (OpenSMTPD issue 1239). */
    List<Peer> encrypting() {
        return List.of(postfix, exim);
    }

    List<Peer> all() {
        return List.of(postfix, exim, openSmtpd);
    }

    /**
     * Starts them.
     *
     * @param values what stands for names in their configurations: {@code MX SINK SMTP SUBMISSION SECRET}
     */
    static Peers started(Path under, Map<String, String> values, TestAuthority authority, TestAuthority.Issued certificate) throws Exception {
        OwnRoot postfix = postfix(under, values);
        OwnRoot exim = exim(under, values);
        OwnRoot openSmtpd = openSmtpd(under, values);
        for (OwnRoot root : List.of(postfix, exim, openSmtpd)) {
            Files.copy(authority.certificate(), root.at("etc/ssl/ca.crt"));
            Files.copy(authority.certificate(), root.at("etc/ssl/certs/ca-certificates.crt"));
            Files.copy(certificate.certificate(), root.at("etc/ssl/peer.crt"));
            Files.copy(certificate.key(), root.at("etc/ssl/peer.key"));
            root.owned("etc/ssl/peer.key", root == exim ? EXIM : 0, "rw-------");
        }
        postfix.start("sh", "-c", "postfix check && exec \"$(postconf -h daemon_directory)/master\" -d -c /etc/postfix");
        exim.start("exim4", "-bdf", "-q1h");
        openSmtpd.start("smtpd", "-d");
        String mailLog = "var/log/mail.log";
        return new Peers(new Peer("Postfix", "postfix.signed.test", "127.0.0.11", postfix, mailLog).awaitUp(),
                new Peer("Exim", "exim.signed.test", "127.0.0.12", exim, "var/log/exim4/mainlog").awaitUp(),
                new Peer("OpenSMTPD", "smtpd.signed.test", "127.0.0.13", openSmtpd, "said").awaitUp(),
                new Peer("a bare Postfix", "bare.plain.test", "127.0.0.14", postfix, mailLog).awaitUp());
    }

    /** Installed already; its users' passwords are in a file that a program of another package makes. */
    private static OwnRoot postfix(Path under, Map<String, String> values) throws Exception {
        OwnRoot root = new OwnRoot(under, "postfix", Unpacked.of(under, "postfix", "postfix", "sasl2-bin", "libsasl2-modules")).user("postfix", POSTFIX).user("postdrop", POSTFIX + 100)
                .fill("etc/postfix/main.cf", "main.cf", values).fill("etc/postfix/master.cf", "master.cf", values)
                .fill("etc/postfix/sasl/smtpd.conf", "smtpd-sasl.conf", values)
                .directory("var/spool/postfix", 0, "rwxr-xr-x").directory("var/log", 0, "rwxr-xr-x").directory("var/lib/postfix", POSTFIX, "rwxr-xr-x");
        Files.copy(Path.of("/etc/postfix/postfix-files"), root.at("etc/postfix/postfix-files"));
        root.run("sh", "-c", "echo \"$1\" | saslpasswd2 -p -c -f /etc/sasldb2 -u postfix.signed.test \"$2\"", "sh", values.get("SECRET"), USER);
        return root.owned("etc/sasldb2", POSTFIX, "rw-------");
    }

    private static OwnRoot exim(Path under, Map<String, String> values) throws Exception {
        return new OwnRoot(under, "exim", Unpacked.of(under, "exim", "exim4-daemon-heavy")).user("Debian-exim", EXIM).fill("etc/exim4/exim4.conf", "exim4.conf", values)
                .directory("var/spool/exim4", EXIM, "rwxr-xr-x").directory("var/log/exim4", EXIM, "rwxr-xr-x");
    }

    private static OwnRoot openSmtpd(Path under, Map<String, String> values) throws Exception {
        OwnRoot root = new OwnRoot(under, "opensmtpd", Unpacked.of(under, "opensmtpd", "opensmtpd")).user("opensmtpd", OPENSMTPD).user("opensmtpq", OPENSMTPQ)
                .fill("etc/smtpd.conf", "smtpd.conf", values).write("etc/secrets", "us alice:alice\n").write("etc/mailname", "mx.smtpd.signed.test\n")
                .directory("var/lib/opensmtpd/empty", 0, "rwxr-xr-x").directory("var/spool", 0, "rwx--x--x");
        root.write("etc/logins", USER + " " + root.run("openssl", "passwd", "-6", values.get("SECRET")) + "\n");
        return root.owned("etc/secrets", 0, "rw-r-----");
    }

    @Override
    public void close() {
        openSmtpd.close();
        exim.close();
        postfix.close();
    }
}
