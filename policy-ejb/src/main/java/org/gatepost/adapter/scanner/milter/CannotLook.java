package org.gatepost.adapter.scanner.milter;

import java.io.IOException;

/** The message cannot be put before a filter: the protocol has no room for something in it. */
final class CannotLook extends IOException {

    private static final long serialVersionUID = 1L;

    CannotLook(String why) {
        super(why);
    }
}
