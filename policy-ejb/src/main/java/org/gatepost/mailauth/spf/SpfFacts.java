package org.gatepost.mailauth.spf;

import org.gatepost.stage.Fact;

/** What SPF found, for whoever decides later. */
public final class SpfFacts {

    /** Of the name in HELO or EHLO. */
    public static final Fact<SpfVerdict> HELLO = new Fact<>("SPF of HELO");
    /** Of the reverse-path. */
    public static final Fact<SpfVerdict> MAIL_FROM = new Fact<>("SPF of MAIL FROM");

    private SpfFacts() {
    }
}
