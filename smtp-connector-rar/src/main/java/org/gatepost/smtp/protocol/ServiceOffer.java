package org.gatepost.smtp.protocol;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The service extensions one client is offered now, with their parameters: what EHLO shows, and what commands and parameters are then understood
 * (RFC 5321 section 2.2). Policy decides it anew with each answer, because it depends on channel, TLS and identity. Immutable.
 *
 * @param extensions each that is offered, with its parameters as EHLO shows them; empty text for none
 */
public record ServiceOffer(Map<Extension, String> extensions) {

    /** What needs neither TLS, nor an identity, nor anybody's decision. */
    public static final ServiceOffer DEFAULT = new ServiceOffer(Map.of(Extension.PIPELINING, "", Extension.SIZE, "", Extension.EIGHT_BIT_MIME, "",
            Extension.ENHANCED_STATUS_CODES, "", Extension.DSN, "", Extension.CHUNKING, "", Extension.HELP, ""));

    public ServiceOffer {
        Map<Extension, String> inOrder = new EnumMap<>(Extension.class);
        inOrder.putAll(extensions);
        extensions = Collections.unmodifiableMap(inOrder);
    }

    public boolean has(Extension extension) {
        return extensions.containsKey(extension);
    }

    /** Whether EHLO and HELP show it: AUTH is known without a mechanism, and then not shown. */
    public boolean shows(Extension extension) {
        return has(extension) && (extension != Extension.AUTH || !extensions.get(extension).isEmpty());
    }

    /** The same and this one too, or with these parameters. */
    public ServiceOffer with(Extension extension, String parameters) {
        Map<Extension, String> more = new EnumMap<>(Extension.class);
        more.putAll(extensions);
        more.put(extension, parameters);
        return new ServiceOffer(more);
    }

    /** The same without this one. */
    public ServiceOffer without(Extension extension) {
        Map<Extension, String> fewer = new EnumMap<>(Extension.class);
        fewer.putAll(extensions);
        fewer.remove(extension);
        return new ServiceOffer(fewer);
    }

    /** The lines of an EHLO reply behind the first; SIZE with the greatest message in octets (RFC 1870 section 4). */
    public List<String> lines(long messageOctetsMax) {
        List<String> lines = new ArrayList<>();
        extensions.forEach((extension, parameters) -> {
            String shown = extension == Extension.SIZE ? Long.toString(messageOctetsMax) : parameters;
            if (shows(extension)) {
                lines.add(shown.isEmpty() ? extension.keyword() : extension.keyword() + " " + shown);
            }
        });
        return lines;
    }

    /** The parameters MAIL may have, in upper case. */
    public Set<String> mailParameters() {
        Set<String> all = new LinkedHashSet<>();
        extensions.keySet().stream().filter(this::shows).forEach(extension -> all.addAll(extension.mailParameters()));
        return all;
    }

    /** The parameters RCPT may have, in upper case. */
    public Set<String> rcptParameters() {
        Set<String> all = new LinkedHashSet<>();
        extensions.keySet().stream().filter(this::shows).forEach(extension -> all.addAll(extension.rcptParameters()));
        return all;
    }
}
