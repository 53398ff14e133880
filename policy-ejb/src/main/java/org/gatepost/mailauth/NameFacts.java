package org.gatepost.mailauth;

import org.gatepost.stage.Fact;

/** What was found about a client's names, for whoever decides later. */
public final class NameFacts {

    /** The name of its address. */
    public static final Fact<ClientName> CLIENT = new Fact<>("client name");

    private NameFacts() {
    }
}
