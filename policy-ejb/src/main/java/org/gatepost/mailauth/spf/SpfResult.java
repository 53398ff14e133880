package org.gatepost.mailauth.spf;

import java.util.Locale;

/** What SPF says of a client and a domain (RFC 7208 section 2.6). */
public enum SpfResult {
    /** There is no domain, or it says nothing. */
    NONE,
    /** The domain says that it does not say. */
    NEUTRAL,
    PASS,
    FAIL,
    SOFTFAIL,
    /** Nobody could tell now. */
    TEMPERROR,
    /** What the domain says cannot be understood. */
    PERMERROR;

    /** As it is written in header fields: {@code softfail}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
