package org.gatepost.adapter.scanner.icap;

import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.OptionalLong;

import org.gatepost.adapter.scanner.wire.Fields;

/**
 * What a service says of itself (RFC 3507 section 4.10.2).
 *
 * @param modifiesRequests whether it takes REQMOD, else RESPMOD
 * @param preview octets it wants to see first; empty: all at once
 * @param allows204 whether it may answer that nothing is to be changed
 * @param until by {@link System#nanoTime}, when it is to be asked again
 */
record IcapService(boolean modifiesRequests, OptionalLong preview, boolean allows204, long until) {

    /** Octets of a preview; a service that wants more sees this much. */
    static final long PREVIEW_OCTETS_MAX = 64 * 1024;
    private static final long SECONDS_MAX = 300;

    static IcapService of(Fields options, String wanted) throws IOException {
        String methods = options.field("methods").orElse("RESPMOD").toUpperCase(Locale.ROOT);
        boolean requests = methods.contains("REQMOD");
        boolean responses = methods.contains("RESPMOD");
        boolean modifiesRequests = wanted.equals("reqmod") || wanted.equals("any") && !responses;
        if (modifiesRequests ? !requests : !responses) {
            throw new IOException("the service takes " + Fields.quoted(methods) + ", not " + (modifiesRequests ? "REQMOD" : "RESPMOD"));
        }
        OptionalLong preview = options.octets("preview");
        boolean allows = options.field("allow").map(text -> Arrays.asList(text.split("[,\\s]+")).contains("204")).orElse(false);
        long seconds = Math.min(options.octets("options-ttl").orElse(SECONDS_MAX), SECONDS_MAX);
        return new IcapService(modifiesRequests, preview.isPresent() ? OptionalLong.of(Math.min(preview.getAsLong(), PREVIEW_OCTETS_MAX)) : preview, allows,
                System.nanoTime() + seconds * 1_000_000_000L);
    }

    boolean isFresh() {
        return System.nanoTime() - until < 0;
    }
}
