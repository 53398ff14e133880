package org.gatepost.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.gatepost.channel.Channel;
import org.gatepost.directory.Directory;
import org.gatepost.directory.MailDomain;
import org.gatepost.mail.ChannelName;
import org.gatepost.mail.SizeLimit;
import org.gatepost.rewrite.RewriteRequest;
import org.gatepost.rewrite.RewriteRequest.Direction;
import org.gatepost.rewrite.RewriteRequest.Location;
import org.gatepost.rewrite.Rewriter;
import org.gatepost.rewrite.Rewriting;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.stage.Match;

/** What a policy's rewrite rules make of addresses. Nobody asks where a policy has none. Safe for use by many threads. */
public final class AddressRewriter {

    /** The channel that delivers nothing: what rules lead there the directory is asked about. */
    public static final ChannelName DIRECTORY = new ChannelName("l");

    private static final String RULE = "RewriteRules";

    private final AccessTables tables;
    private final Directory directory;

    AddressRewriter(AccessTables tables, Directory directory) {
        this.tables = tables;
        this.directory = directory;
    }

    /** Whether rules may lead addresses to it. */
    public static boolean isDestination(ChannelName channel, Map<ChannelName, Channel> channels) {
        return channel.equals(DIRECTORY) || channels.containsKey(channel) && channels.get(channel).nextHop().isPresent();
    }

    /** What becomes of a recipient. */
    Rewriting recipient(Mailbox address, PolicySnapshot policy, Optional<ChannelName> source) {
        return rewrite(new RewriteRequest(address.address(), Direction.FORWARD, Location.ENVELOPE, source, Optional.empty(), Optional.empty()), policy);
    }

    /** What becomes of any address. */
    Rewriting rewrite(RewriteRequest request, PolicySnapshot policy) {
        return new Rewriter(policy.rewriting(), tables.of(policy), this::isLocal).rewrite(request);
    }

    /** The name of a domain of ours. */
    Match<String> isLocal(String domain) {
        return directory.domain(domain).map(MailDomain::name);
    }

    /** The mailbox that is meant; hosts a message is to go by have been obeyed when its channel was chosen. Empty for what SMTP cannot carry. */
    static Optional<Mailbox> mailbox(String rewritten) {
        boolean routed = rewritten.startsWith("@");
        return ScriptForwarding.mailbox(routed ? rewritten.substring(rewritten.lastIndexOf(':', rewritten.lastIndexOf('@')) + 1) : rewritten);
    }

    /**
     * A copy the directory sends out of the house, as rules send it. {@link Match.NotFound}: they take no such address.
     *
     * @param source by which channel the message entered; empty for what we wrote ourselves
     */
    Match<AcceptedRecipient.Copy> onward(AcceptedRecipient.Copy copy, PolicySnapshot policy, Optional<ChannelName> source) {
        // Where the directory names the host, that is where it goes; its domain is ours, and rules would lead it back.
        boolean fixed = copy.route().host().isPresent();
        if (policy.rewriting().isEmpty() || fixed || !copy.route().channel().equals(PolicySnapshot.REMOTE_DELIVERY)) {
            return new Match.Found<>(copy);
        }
        return switch (recipient(copy.address(), policy, source)) {
            case Rewriting.Unavailable unavailable -> new Match.Unavailable<>(unavailable.why());
            case Rewriting.Refused refused -> new Match.NotFound<>();
            case Rewriting.Routed routed when routed.channel().equals(DIRECTORY) ->
                new Match.Found<>(held(copy, "rewrite rules lead it back to the directory, as " + routed.address()));
            case Rewriting.Routed routed -> {
                Optional<Mailbox> mailbox = mailbox(routed.address());
                yield mailbox.isEmpty() ? new Match.Unavailable<>("rewrite rules make " + routed.address() + " of it, which is no address")
                        : new Match.Found<>(to(copy, mailbox.get(), policy.channel(routed.channel())));
            }
        };
    }

    /** All of them; those the rules do not take are held, and where they take none it is {@link Match.NotFound}. */
    Match<List<AcceptedRecipient.Copy>> onward(List<AcceptedRecipient.Copy> copies, PolicySnapshot policy, Optional<ChannelName> source) {
        List<AcceptedRecipient.Copy> all = new ArrayList<>();
        boolean any = false;
        for (AcceptedRecipient.Copy copy : copies) {
            switch (onward(copy, policy, source)) {
                case Match.Found<AcceptedRecipient.Copy>(AcceptedRecipient.Copy found) -> {
                    all.add(found);
                    any = true;
                }
                case Match.NotFound<AcceptedRecipient.Copy>() -> all.add(held(copy, NOT_TAKEN));
                case Match.Unavailable<AcceptedRecipient.Copy>(String why) -> {
                    return new Match.Unavailable<>(why);
                }
                case Match.Conflicting<AcceptedRecipient.Copy>(String why) -> {
                    return new Match.Conflicting<>(why);
                }
            }
        }
        return any ? new Match.Found<>(all) : new Match.NotFound<>();
    }

    private static AcceptedRecipient.Copy to(AcceptedRecipient.Copy copy, Mailbox address, Channel channel) {
        return new AcceptedRecipient.Copy(address, DestinationRouting.routeBy(channel, address), SizeLimit.least(copy.octetsMax(), channel.octetsMax()), copy.held(), copy.errorsTo(),
                Optional.empty(), copy.alteration(), copy.changes());
    }

    /** Why a copy is held whose address the rules refuse. */
    static final String NOT_TAKEN = "rewrite rules take no such address";

    /** A copy that rules keep from going on. */
    static AcceptedRecipient.Copy held(AcceptedRecipient.Copy copy, String why) {
        return copy.held().isPresent() ? copy : copy.heldBy(new AcceptedRecipient.Hold(RULE, why));
    }
}
