package org.gatepost.mail;

import java.util.Arrays;
import java.util.Locale;

/** Why a copy is in quarantine: kept back because of what it is, until somebody releases it or it is too old (decision 0053). */
public enum Quarantine {
    /** An engine found malware: a postmaster alone releases it. */
    INFECTED,
    /** What engines and scripts count says that it is spam. */
    SPAM,
    /** An engine or a script wants it looked at. */
    SUSPECT;

    /** The rule its copies are held by, as it stands in the state of a held copy. */
    public String rule() {
        return "quarantine_" + name().toLowerCase(Locale.ROOT);
    }

    /** Whether copies are in quarantine that are held by that rule. */
    public static boolean holds(String rule) {
        return Arrays.stream(values()).anyMatch(each -> each.rule().equals(rule));
    }
}
