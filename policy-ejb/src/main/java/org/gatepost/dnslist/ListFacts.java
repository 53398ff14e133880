package org.gatepost.dnslist;

import org.gatepost.stage.Fact;

/** What lists said, for whoever decides later. */
public final class ListFacts {

    /** Of the client's address. */
    public static final Fact<ListVerdicts> CLIENT = new Fact<>("lists about the client");
    /** Of the domain of the reverse-path. */
    public static final Fact<ListVerdicts> SENDER = new Fact<>("lists about the sender");

    private ListFacts() {
    }
}
