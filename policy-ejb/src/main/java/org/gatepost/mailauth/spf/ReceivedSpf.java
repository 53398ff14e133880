package org.gatepost.mailauth.spf;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The Received-SPF field (RFC 7208 section 9.1): what was found out, for whoever reads the message later. */
public final class ReceivedSpf {

    private static final Pattern DOT_ATOM = Pattern.compile("[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*");
    /** A value is the client's or the domain's own word: it is not to make the field endless. */
    private static final int VALUE_MAX = 320;

    private ReceivedSpf() {
    }

    /** The whole field, folded, with its CRLF. */
    public static String field(SpfVerdict verdict, String receiver) {
        SpfQuestion question = verdict.question();
        List<String> pairs = new ArrayList<>();
        pairs.add(pair("client-ip", question.client().toString()));
        if (question.identity() == SpfQuestion.Identity.MAIL_FROM) {
            pairs.add(pair("envelope-from", question.sender()));
        }
        pairs.add(pair("helo", question.helo()));
        pairs.add(pair("receiver", receiver));
        pairs.add("identity=" + question.identity().word());
        verdict.term().ifPresent(term -> pairs.add(pair("mechanism", term)));
        verdict.problem().filter(why -> verdict.cause() == SpfVerdict.Cause.PROBLEM).ifPresent(why -> pairs.add(pair("problem", why)));
        return "Received-SPF: " + verdict.result().word() + " (" + clean(receiver + ": " + comment(verdict)).replaceAll("[()\\\\]", "?") + ")\r\n\t"
                + String.join(";\r\n\t", pairs) + "\r\n";
    }

    private static String comment(SpfVerdict verdict) {
        SpfQuestion question = verdict.question();
        return switch (verdict.result()) {
            case PASS -> question.domain() + " permits " + question.client();
            case FAIL -> question.domain() + " does not permit " + question.client();
            case SOFTFAIL -> question.domain() + " rather does not permit " + question.client();
            case NEUTRAL -> question.domain() + " neither permits nor denies " + question.client();
            case NONE -> question.domain() + " says nothing";
            case TEMPERROR -> question.domain() + " could not be asked";
            case PERMERROR -> "what " + question.domain() + " says cannot be understood";
        };
    }

    private static String pair(String key, String value) {
        String clean = clean(value);
        return key + "=" + (DOT_ATOM.matcher(clean).matches() ? clean : "\"" + clean.replace("\\", "\\\\").replace("\"", "\\\"") + "\"");
    }

    /** What ends a field, or a reader's patience, becomes a question mark or is cut. */
    private static String clean(String text) {
        String cut = text.length() > VALUE_MAX ? text.substring(0, VALUE_MAX) : text;
        StringBuilder out = new StringBuilder();
        cut.codePoints().forEach(c -> out.appendCodePoint(c < ' ' || c >= 127 && c < 160 || c >= 0xD800 && c <= 0xDFFF ? '?' : c));
        return out.toString();
    }
}
