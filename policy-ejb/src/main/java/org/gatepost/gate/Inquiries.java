package org.gatepost.gate;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

import org.gatepost.channel.Channel;
import org.gatepost.channel.ExtensionKeywords;
import org.gatepost.channel.TurnPolicy;
import org.gatepost.directory.Directory;
import org.gatepost.directory.MailAccount;
import org.gatepost.directory.MailGroup;
import org.gatepost.directory.RecipientDecision;
import org.gatepost.directory.RecipientLookup;
import org.gatepost.directory.Submitter;
import org.gatepost.mail.ChannelName;
import org.gatepost.queue.QueueTurn;
import org.gatepost.queue.Route;
import org.gatepost.rewrite.Rewriting;
import org.gatepost.smtp.listener.InquiryRequest;
import org.gatepost.smtp.protocol.Command;
import org.gatepost.smtp.protocol.ForwardPath;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.smtp.protocol.Reply;
import org.gatepost.smtp.protocol.ReversePath;
import org.gatepost.smtp.protocol.TurnNode;
import org.gatepost.stage.Match;
import org.gatepost.stage.SessionFacts;

/**
 * Answers VRFY, EXPN and ETRN as the source channel says: the first two with nothing, unless it opens them to the directory (RFC 5321 section 3.5.3); the
 * third to our own for any domain, to strangers for listed ones, and to nobody too often. Safe for use by many threads.
 */
final class Inquiries {

    /** Members EXPN shows; of a larger list nothing is shown. */
    static final int MEMBERS_MAX = 100;

    private final Directory directory;
    private final RecipientLookup lookup;
    private final String defaultDomain;
    private final QueueTurn queue;
    private final TurnThrottle throttle;
    private final AddressRewriter rewriter;

    Inquiries(Directory directory, RecipientLookup lookup, String defaultDomain, QueueTurn queue, TurnThrottle throttle, AddressRewriter rewriter) {
        this.rewriter = rewriter;
        this.directory = directory;
        this.lookup = lookup;
        this.defaultDomain = defaultDomain;
        this.queue = queue;
        this.throttle = throttle;
    }

    Reply answer(InquiryRequest request, SessionFacts facts) {
        Channel source = facts.require(GateFacts.SOURCE_CHANNEL);
        ExtensionKeywords keywords = source.keywords().service().extensions();
        return switch (request.inquiry()) {
            case Command.Verify verify -> keywords.verifies() ? verify(verify) : Replies.CANNOT_VERIFY;
            case Command.Expand expand -> keywords.expands() ? expand(expand) : Replies.NOT_IMPLEMENTED;
            case Command.Turn(TurnNode node) -> turn(node, keywords, facts.get(GateFacts.USER).isPresent() || keywords.internal(), facts.require(GateFacts.POLICY));
        };
    }

    private Reply verify(Command.Verify verify) {
        Mailbox asked = mailbox(verify.text());
        return switch (lookup.decide(new ForwardPath(asked), Submitter.stranger(ReversePath.NULL), OptionalLong.empty())) {
            case RecipientDecision.Accept accept -> told(List.of(account(asked).map(MailAccount::mail).orElse(asked)), verify.utf8());
            case RecipientDecision.Refuse refuse when refuse.reply().status().equals(Replies.NOT_ALLOWED_TO_POST.status()) -> Replies.CANNOT_VERIFY;
            case RecipientDecision.Refuse refuse -> refuse.reply();
            case RecipientDecision.NotLocal remote -> Replies.CANNOT_VERIFY;
        };
    }

    private Reply expand(Command.Expand expand) {
        Mailbox asked = mailbox(expand.text());
        return switch (directory.domain(asked.domain()).then(domain -> directory.account(domain, asked))) {
            case Match.Found<MailAccount>(MailGroup group) when group.members().isEmpty() -> Replies.NO_MEMBERS;
            case Match.Found<MailAccount>(MailGroup group) when group.members().size() > MEMBERS_MAX -> Replies.CANNOT_VERIFY;
            case Match.Found<MailAccount>(MailGroup group) -> told(group.members(), expand.utf8());
            case Match.Found<MailAccount> user -> Replies.NOT_A_LIST;
            case Match.NotFound<MailAccount>() -> Replies.NO_SUCH_USER;
            case Match.Unavailable<MailAccount>(String why) -> Replies.DIRECTORY_UNAVAILABLE;
            case Match.Conflicting<MailAccount>(String why) -> Replies.DIRECTORY_CONFLICT;
        };
    }

    private Optional<MailAccount> account(Mailbox asked) {
        return directory.domain(asked.domain()).then(domain -> directory.account(domain, asked)) instanceof Match.Found<MailAccount>(MailAccount found)
                ? Optional.of(found) : Optional.empty();
    }

    private static Reply told(List<Mailbox> addresses, boolean utf8) {
        return !utf8 && addresses.stream().anyMatch(Mailbox::isInternational) ? Replies.UTF8_REPLY_NEEDED
                : Replies.addresses(addresses.stream().map(address -> "<" + address.address() + ">").toList());
    }

    /** An address, in brackets or not, or a local part of the default domain (RFC 5321 section 3.5.1). */
    private Mailbox mailbox(String text) {
        String bare = text.startsWith("<") && text.endsWith(">") ? text.substring(1, text.length() - 1) : text;
        int at = bare.lastIndexOf('@');
        return at < 0 ? new Mailbox(bare, defaultDomain) : new Mailbox(bare.substring(0, at), bare.substring(at + 1));
    }

    private Reply turn(TurnNode node, ExtensionKeywords keywords, boolean known, PolicySnapshot policy) {
        if (keywords.etrn() == TurnPolicy.BLOCK || !known && !isListed(node, keywords)) {
            return Replies.TURN_REFUSED;
        }
        if (keywords.etrn() == TurnPolicy.DOMAIN && node instanceof TurnNode.Queue) {
            return Replies.TURN_NEEDS_DOMAIN;
        }
        Optional<Route> route = route(node, policy);
        if (route.isEmpty()) {
            return Replies.NO_TURN_OF_QUEUE;
        }
        if (!throttle.take(node.toString())) {
            return Replies.TURN_TOO_SOON;
        }
        try {
            queue.turn(route.get(), node);
        } catch (RuntimeException e) {
            System.getLogger(Inquiries.class.getName()).log(System.Logger.Level.WARNING, "the queue of {0} could not be turned: {1}", node, e.toString());
            return Replies.TURN_IMPOSSIBLE;
        }
        String named = keywords.etrn() == TurnPolicy.ALLOW ? "queuing for " + node + " started, channel " + route.get().channel() : "queuing for that node started";
        return Replies.turning(named);
    }

    private static boolean isListed(TurnNode node, ExtensionKeywords keywords) {
        return switch (node) {
            case TurnNode.Domain(String name) -> keywords.etrnDomains().contains(name);
            case TurnNode.Subdomains(String name) -> keywords.etrnDomains().contains(name);
            case TurnNode.Queue queue -> false;
        };
    }

    /** Empty for a queue there is none of, or where it cannot be told whose the domain is. */
    private Optional<Route> route(TurnNode node, PolicySnapshot policy) {
        return switch (node) {
            case TurnNode.Domain(String name) -> Optional.of(routeOfDomain(name, policy));
            case TurnNode.Subdomains(String name) -> Optional.of(routeOfDomain(name, policy));
            case TurnNode.Queue(String name) -> queueOf(name, policy);
        };
    }

    private Route routeOfDomain(String name, PolicySnapshot policy) {
        if (!policy.rewriting().isEmpty() && rewriter.recipient(new Mailbox("postmaster", name), policy, Optional.empty()) instanceof Rewriting.Routed routed
                && !routed.channel().equals(AddressRewriter.DIRECTORY)) {
            return DestinationRouting.routeBy(policy.channel(routed.channel()), new Mailbox("postmaster", name));
        }
        return new DestinationRouting(policy).routeOfDomain(directory.domain(name.toLowerCase(Locale.ROOT)) instanceof Match.Found);
    }

    private static Optional<Route> queueOf(String name, PolicySnapshot policy) {
        return policy.channels().values().stream().filter(channel -> channel.nextHop().isPresent()).map(Channel::name)
                .filter(channel -> channel.value().equals(name)).findFirst().map(channel -> new Route(channel, new ChannelName(name).value()));
    }
}
