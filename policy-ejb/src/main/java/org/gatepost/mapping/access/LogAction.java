package org.gatepost.mapping.access;

import java.util.Locale;

import org.gatepost.trace.TraceEvent;

/** LOG_ACTION, asked of each record of the trace, after it happened. */
public final class LogAction {

    public static final String TABLE = "LOG_ACTION";
    private static final int FIELD_MAX = 500;

    private LogAction() {
    }

    /** {@code what|session|client|source channel|sender|recipient|reply's code|reason}; what is not known is empty. */
    public static String probe(TraceEvent event) {
        return ProbeText.of(event.kind().name().toLowerCase(Locale.ROOT), event.session().orElse(""), event.client().orElse(""),
                event.details().getOrDefault("sourceChannel", ""), cut(event.sender().orElse("")), cut(event.recipient().orElse("")),
                event.reply().map(reply -> String.valueOf(reply.code())).orElse(""), cut(event.reason()));
    }

    private static String cut(String text) {
        return text.length() > FIELD_MAX ? text.substring(0, FIELD_MAX) : text;
    }
}
