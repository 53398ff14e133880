package org.gatepost.channel;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.gatepost.mail.ChannelName;

/**
 * What a channel says about how its clients authenticate. Immutable.
 *
 * @param mechanisms keyword {@code saslmechanisms}: those it takes, in upper case and in the order they are shown
 * @param withoutTls keywords {@code saslwithouttls}, {@code saslneedstls}: whether they may be used on a connection that is not encrypted
 * @param switchesTo keyword {@code saslswitchchannel}: the source channel of who authenticated
 */
public record SaslKeywords(List<String> mechanisms, boolean withoutTls, Optional<ChannelName> switchesTo) {

    /** Every mechanism there is, strongest first. */
    public static final List<String> MECHANISMS = List.of("SCRAM-SHA-256-PLUS", "SCRAM-SHA-256", "EXTERNAL", "OAUTHBEARER", "XOAUTH2", "PLAIN", "LOGIN");

    /** Of a channel that says nothing: all of them, under TLS. */
    public static final SaslKeywords DEFAULT = new SaslKeywords(MECHANISMS, false, Optional.empty());

    public SaslKeywords {
        mechanisms = List.copyOf(mechanisms);
    }

    SaslKeywords withMechanisms(List<String> names) {
        List<String> wanted = names.stream().map(name -> name.toUpperCase(Locale.ROOT)).toList();
        List<String> unknown = new ArrayList<>(wanted);
        unknown.removeAll(MECHANISMS);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("there is no mechanism " + unknown.getFirst());
        }
        return new SaslKeywords(List.copyOf(new LinkedHashSet<>(wanted)), withoutTls, switchesTo);
    }

    SaslKeywords withoutTls(boolean may) {
        return new SaslKeywords(mechanisms, may, switchesTo);
    }

    SaslKeywords switchingTo(String channel) {
        return new SaslKeywords(mechanisms, withoutTls, Optional.of(new ChannelName(channel)));
    }
}
