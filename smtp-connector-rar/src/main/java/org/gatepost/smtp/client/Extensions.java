package org.gatepost.smtp.client;

import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

import org.gatepost.smtp.protocol.Extension;
import org.gatepost.smtp.protocol.Reply;

/** What a next hop offered in its answer to EHLO or LHLO (RFC 5321 section 4.1.1.1). */
record Extensions(Set<String> keywords) {

    static final Extensions NONE = new Extensions(Set.of());

    static Extensions of(Reply hello) {
        return new Extensions(hello.lines().stream().skip(1).map(line -> line.strip().split("[ =]", 2)[0].toUpperCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet()));
    }

    boolean pipelining() {
        return keywords.contains("PIPELINING");
    }

    boolean size() {
        return keywords.contains("SIZE");
    }

    boolean eightBitMime() {
        return keywords.contains("8BITMIME");
    }

    /** Body parts of any octets, for which there must be BDAT as well (RFC 3030 section 3). */
    boolean binaryMime() {
        return keywords.contains("BINARYMIME") && keywords.contains("CHUNKING");
    }

    boolean has(Extension extension) {
        return keywords.contains(extension.keyword());
    }

    boolean dsn() {
        return keywords.contains("DSN");
    }
}
