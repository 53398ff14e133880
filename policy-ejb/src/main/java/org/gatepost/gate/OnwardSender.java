package org.gatepost.gate;

import java.time.InstantSource;
import java.util.Optional;

import org.gatepost.channel.Channel;
import org.gatepost.directory.Directory;
import org.gatepost.directory.MailDomain;
import org.gatepost.mail.ChannelName;
import org.gatepost.queue.QueuedMessage;
import org.gatepost.smtp.protocol.ReversePath;
import org.gatepost.srs.Forwarded;
import org.gatepost.srs.Srs;
import org.gatepost.stage.Match;

/**
 * Under which reverse-path a message is sent on: its own, or one of ours that finds back to it, so that SPF does not fail where it goes. All three channels have to say so: the one it
 * entered by ({@code sourcesrs}), the one it leaves by ({@code destinationsrs}), and the one by which mail to its sender would leave ({@code addresssrs}). In the queue, in reports and in the
 * trace it keeps its own. Safe for use by many threads.
 */
public final class OnwardSender {

    private final Optional<Srs> srs;
    private final Directory directory;
    private final PolicySource policy;
    private final InstantSource clock;

    /** @param srs empty: every message keeps its own */
    public OnwardSender(Optional<Srs> srs, Directory directory, PolicySource policy, InstantSource clock) {
        this.srs = srs;
        this.directory = directory;
        this.policy = policy;
        this.clock = clock;
    }

    /** The one for a message that leaves by that channel now. */
    public ReversePath of(QueuedMessage message, Channel destination) {
        ReversePath own = message.envelope().reversePath();
        if (srs.isEmpty() || !destination.keywords().transport().forwarding().srs().destination() || own.isNull() || message.origin().client().isEmpty()
                || !says(message.origin().sourceChannel(), true) || !says(channelOf(own.mailbox().orElseThrow().domain()), false)) {
            return own;
        }
        return switch (srs.get().forward(own, clock.instant())) {
            case Forwarded.Rewritten(ReversePath path) -> path;
            case Forwarded.AsItIs as -> own;
        };
    }

    private boolean says(ChannelName channel, boolean source) {
        return Optional.ofNullable(policy.current().channels().get(channel)).map(found -> found.keywords().transport().forwarding().srs())
                .filter(keywords -> source ? keywords.source() : keywords.address()).isPresent();
    }

    /** While the directory cannot be asked a sender is taken for a stranger: reports find back to one of ours as well. */
    private ChannelName channelOf(String domain) {
        return directory.domain(domain) instanceof Match.Found<MailDomain> ? PolicySnapshot.LOCAL_DELIVERY : PolicySnapshot.REMOTE_DELIVERY;
    }
}
