package org.gatepost.workbench.supervisor;

import java.net.InetSocketAddress;

/** The server's two doors as a client on this machine finds them: SMTP on the first address it is bound to, and HTTPS. Immutable. */
final class Doors {

    private final InetSocketAddress smtp;
    private final InetSocketAddress https;

    Doors(InstanceSettings settings) {
        this.smtp = Addresses.reachable(settings.bind().getFirst(), settings.ports().smtp());
        this.https = Addresses.reachable(settings.httpsBind(), settings.ports().https());
    }

    /** What it is and where, in words. */
    String smtp() {
        return "SMTP on " + smtp;
    }

    /** What it is and where, in words. */
    String https() {
        return "HTTPS on " + https;
    }

    boolean smtpTakesMail() {
        return Probes.smtpGreets(smtp);
    }

    boolean httpsAnswers() {
        return Probes.httpsAnswers(https);
    }

    /** Whether somebody is behind both, even one who is too busy to take mail. */
    boolean open() {
        return Probes.smtpAnswers(smtp) && httpsAnswers();
    }
}
