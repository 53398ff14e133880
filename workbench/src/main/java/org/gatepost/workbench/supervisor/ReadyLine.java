package org.gatepost.workbench.supervisor;

import java.util.ArrayList;
import java.util.List;

/** The line that says that mail is taken, and where: every address that listens, and the demo logins. */
final class ReadyLine {

    private ReadyLine() {
    }

    static String of(InstanceSettings settings) {
        Ports ports = settings.ports();
        List<String> parts = new ArrayList<>();
        parts.add("SMTP " + everywhere(settings, ports.smtp()));
        parts.add("submission " + everywhere(settings, ports.submission()));
        parts.add("submission over TLS " + everywhere(settings, ports.submissions()));
        parts.add("admin https://" + Addresses.withPort(settings.httpsBind(), ports.https()) + "/admin");
        if (settings.ownDirectory()) {
            parts.add("demo directory ldap://127.0.0.1:" + ports.ldap());
        }
        if (settings.ownMailboxes()) {
            parts.add("demo store lmtp://127.0.0.1:" + ports.lmtp());
        }
        if (settings.ownRemoteSink()) {
            parts.add("remote mail smtp://127.0.0.1:" + ports.remote());
        }
        if (settings.ownDatabase()) {
            parts.add("database 127.0.0.1:" + ports.db() + " (login in " + settings.var().resolve("pg.env") + ")");
        }
        parts.add("Payara admin 127.0.0.1:" + ports.admin());
        if (settings.ownDirectory()) {
            parts.add("demo logins admin/admin, helpdesk/helpdesk (web), alice/alice, bob/bob (mail)");
        }
        return "ready " + String.join("; ", parts);
    }

    private static String everywhere(InstanceSettings settings, int port) {
        return String.join(" ", settings.bind().stream().map(address -> Addresses.withPort(address, port)).toList());
    }
}
