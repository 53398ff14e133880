package org.gatepost.gate;

import java.util.Locale;
import java.util.Set;

import org.gatepost.channel.Channel;
import org.gatepost.channel.NameKeywords;
import org.gatepost.channel.ServiceKeywords;
import org.gatepost.mail.ChannelName;
import org.gatepost.smtp.protocol.ForwardPath;
import org.gatepost.stage.SessionFacts;

/**
 * Whose names are looked up: who did not authenticate, and came by a channel of strangers. Users send from anywhere, under names whose owners do not know of
 * where they are.
 */
final class Stranger {

    /** Channels of our own, whatever their keywords say. */
    private static final Set<ChannelName> OURS = Set.of(new ChannelName("tcp_submit"), new ChannelName("tcp_auth"), new ChannelName("tcp_intranet"));
    private static final Set<String> HEARS_EVERYBODY = Set.of("postmaster", "abuse");

    private Stranger() {
    }

    /** Whether this session's client is one. */
    static boolean is(SessionFacts facts) {
        Channel source = facts.require(GateFacts.SOURCE_CHANNEL);
        ServiceKeywords service = source.keywords().service();
        return facts.get(GateFacts.USER).isEmpty() && !service.submission().submit() && !service.extensions().internal() && !OURS.contains(source.name());
    }

    /** What is to be looked up in this session. */
    static NameKeywords keywords(SessionFacts facts) {
        return is(facts) ? facts.require(GateFacts.SOURCE_CHANNEL).keywords().service().names() : NameKeywords.DEFAULT;
    }

    /** RFC 5321 section 4.5.1, RFC 2142: whoever is refused must be able to ask why. */
    static boolean mayReach(ForwardPath recipient) {
        return HEARS_EVERYBODY.contains(recipient.mailbox().user().toLowerCase(Locale.ROOT));
    }
}
