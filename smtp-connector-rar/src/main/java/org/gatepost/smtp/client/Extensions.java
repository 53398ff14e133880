package org.gatepost.smtp.client;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.gatepost.smtp.protocol.Extension;
import org.gatepost.smtp.protocol.Reply;

/** What a next hop offered in its answer to EHLO or LHLO (RFC 5321 section 4.1.1.1). */
record Extensions(Map<String, String> keywords) {

    static final Extensions NONE = new Extensions(Map.of());
    private static final Pattern SIZE = Pattern.compile("0*[1-9][0-9]{0,17}");

    static Extensions of(Reply hello) {
        Map<String, String> keywords = new HashMap<>();
        hello.lines().stream().skip(1).map(line -> line.strip().split("[ =]", 2))
                .forEach(words -> keywords.merge(words[0].toUpperCase(Locale.ROOT), words.length > 1 ? words[1].strip() : "", (one, more) -> one + " " + more));
        return new Extensions(Map.copyOf(keywords));
    }

    boolean pipelining() {
        return keywords.containsKey("PIPELINING");
    }

    boolean size() {
        return keywords.containsKey("SIZE");
    }

    boolean eightBitMime() {
        return keywords.containsKey("8BITMIME");
    }

    /** Body parts of any octets, for which there must be BDAT as well (RFC 3030 section 3). */
    boolean binaryMime() {
        return keywords.containsKey("BINARYMIME") && keywords.containsKey("CHUNKING");
    }

    boolean has(Extension extension) {
        return keywords.containsKey(extension.keyword());
    }

    boolean dsn() {
        return keywords.containsKey("DSN");
    }

    boolean startTls() {
        return keywords.containsKey("STARTTLS");
    }

    boolean smtpUtf8() {
        return keywords.containsKey("SMTPUTF8");
    }

    boolean requireTls() {
        return keywords.containsKey("REQUIRETLS");
    }

    /** The greatest message it says it takes, where it says (RFC 1870 section 4: zero says nothing). */
    OptionalLong octetsMax() {
        String max = keywords.getOrDefault("SIZE", "");
        return SIZE.matcher(max).matches() ? OptionalLong.of(Long.parseLong(max)) : OptionalLong.empty();
    }

    /** Attributes of XFORWARD it takes, in upper case. */
    Set<String> forwards() {
        return words("XFORWARD");
    }

    /** Mechanisms of AUTH, in upper case (RFC 4954 section 3). */
    Set<String> mechanisms() {
        return words("AUTH");
    }

    private Set<String> words(String keyword) {
        return Arrays.stream(keywords.getOrDefault(keyword, "").toUpperCase(Locale.ROOT).split("\\s+")).filter(name -> !name.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }
}
