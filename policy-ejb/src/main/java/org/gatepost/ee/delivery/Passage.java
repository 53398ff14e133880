package org.gatepost.ee.delivery;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.gatepost.channel.Channel;
import org.gatepost.channel.NextHop;
import org.gatepost.channel.RemoteKeywords;
import org.gatepost.ee.delivery.Measured.End;
import org.gatepost.mapping.access.IpAccess;
import org.gatepost.routing.MailHost;
import org.gatepost.routing.MxRoute;
import org.gatepost.routing.NextHopOffers;
import org.gatepost.routing.StsPolicy;
import org.gatepost.routing.TransportSecurity.Choice;
import org.gatepost.smtp.client.Dialect;
import org.gatepost.smtp.client.Introduction;
import org.gatepost.smtp.client.Login;
import org.gatepost.smtp.client.Opening;
import org.gatepost.smtp.client.RemoteLink;
import org.gatepost.smtp.client.RemoteReply;
import org.gatepost.smtp.client.SmtpClient;
import org.gatepost.smtp.client.Step;
import org.gatepost.smtp.client.TlsFault;
import org.gatepost.smtp.client.TlsPolicy;
import org.gatepost.smtp.protocol.Extension;
import org.gatepost.smtp.protocol.IpAddress;
import org.gatepost.smtp.protocol.Reply;
import org.gatepost.tlsreport.AppliedPolicy;
import org.gatepost.tlsreport.TlsOutcomes;

/**
 * The way to a next hop: to the one policy names, or to the hosts a domain names, one after the other until one takes mail (RFC 5321 section 5.1). Used
 * once, by one thread.
 *
 * @param network what leads there
 * @param prefersDelivery whether what domains publish about the protection of their hosts is of no account; then nothing is counted either
 * @param watch told of where it leads, and of connections that wait for their greeting
 */
record Passage(DeliveryPorts.Network network, Channel channel, NextHop hop, boolean prefersDelivery, Watch watch) {

    /** Connections tried for one attempt; what does not answer by then is left to the next. */
    static final int CONNECTIONS_MAX = 5;
    private static final Opening NOBODY_TRIED = new Opening.Failed(new RemoteReply.Broken(Reply.of(451, "4.4.1", "no host was tried"), Step.CONNECT));
    private static final Logger LOG = System.getLogger(Passage.class.getName());

    /** Hears of a passage's connections before they are greeted; of what it need not know it hears nothing. */
    interface Watch {

        /** Nobody does. */
        Watch NONE = new Watch() { };

        /** These are its hosts. */
        default void leadsTo(Set<String> hosts, int port) {
        }

        /** A connection waits for its greeting; {@link #heard} follows in any case. */
        default void awaitsGreeting(RemoteLink link, NextHop hop) {
        }

        /** It waits no longer. */
        default void heard(RemoteLink link) {
        }
    }

    /** Makes one connection. Never throws for what next hops, name servers or the network do. */
    Opening open() {
        Optional<Login> login;
        try {
            Optional<RemoteKeywords.LoginReference> reference = keywords().login();
            login = reference.isPresent() ? Optional.of(network.logins().read(reference.get())) : Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            // Its message may quote what is in the file.
            LOG.log(Level.ERROR, "channel {0}: the password file of keyword saslclient cannot be used ({1})", channel.name(), e.getClass().getSimpleName());
            return new Opening.Failed(new RemoteReply.Broken(Reply.of(454, "4.7.0", "cannot authenticate: the password cannot be read"), Step.CONNECT));
        }
        if (hop.isMx()) {
            return mx(login);
        }
        watch.leadsTo(Set.of(hop.host()), hop.port());
        Opening opening = fixed(login);
        if (opening instanceof Opening.Opened(SmtpClient client)) {
            network.offers().learn(hop, new NextHopOffers.Offered(client.offers(Extension.SMTPUTF8), client.tls().isPresent() || client.offers(Extension.STARTTLS), client.octetsMax()));
        }
        return opening;
    }

    /** Of a next hop that policy names nobody is told. Its addresses are known before the connection is made where there is somebody to ask about them. */
    private Opening fixed(Optional<Login> login) {
        Choice.Connect choice = network.security().fixed(channel.keywords().transport(), hop.host());
        Optional<IpAddress> literal = literal(hop.host());
        if (literal.isEmpty() && !network.access().isAsked()) {
            return host(End.host(hop.host()), hop.host(), choice, login, TlsOutcomes.UNCOUNTED);
        }
        try {
            List<IpAddress> addresses = literal.isPresent() ? List.of(literal.get()) : network.lookup().addresses(hop.host());
            return addresses(new MailHost(hop.host(), hop.host(), addresses, false), choice, login, CONNECTIONS_MAX, TlsOutcomes.UNCOUNTED);
        } catch (IOException e) {
            return new Opening.Failed(SmtpClient.unreachable(e));
        }
    }

    private RemoteKeywords keywords() {
        return channel.keywords().transport().remote();
    }

    private Opening mx(Optional<Login> login) {
        return switch (network.routing().route(hop.host(), hop.port(), keywords().families())) {
            case MxRoute.Nowhere(Reply reply) -> new Opening.Failed(new RemoteReply.Ours(reply, Step.ROUTE));
            case MxRoute.NotNow(Reply reply) -> new Opening.Failed(new RemoteReply.Broken(reply, Step.ROUTE));
            case MxRoute.Hosts(List<MailHost> hosts, boolean authentic, Set<String> exchangers) -> {
                watch.leadsTo(exchangers, hop.port());
                yield hosts(hosts, authentic, login);
            }
        };
    }

    private Opening hosts(List<MailHost> hosts, boolean authentic, Optional<Login> login) {
        StsPolicy published = published();
        Opening last = NOBODY_TRIED;
        int tried = 0;
        for (MailHost host : hosts) {
            Choice choice = choice(host, published, authentic);
            switch (choice) {
                case Choice.PassOver(Reply reply, TlsFault fault, AppliedPolicy measuredBy) -> {
                    LOG.log(Level.INFO, "{0} is passed over ({1}): {2}", host.name(), fault.resultType(), reply);
                    last = new Opening.Unprotected(new RemoteReply.Broken(reply, Step.STARTTLS), fault);
                    measured(measuredBy).failed(fault, End.host(host.name()));
                }
                case Choice.Despite(TlsFault fault, AppliedPolicy measuredBy, Choice.Connect connect) -> {
                    measured(measuredBy).failed(fault, End.host(host.name()));
                    last = addresses(host, connect, login, CONNECTIONS_MAX - tried, TlsOutcomes.UNCOUNTED);
                    tried += host.addresses().size();
                }
                case Choice.Connect connect -> {
                    last = addresses(host, connect, login, CONNECTIONS_MAX - tried, outcomes());
                    tried += host.addresses().size();
                }
            }
            if (last instanceof Opening.Opened || tried >= CONNECTIONS_MAX || last instanceof Opening.Failed(RemoteReply.Ours forGood)) {
                return last;
            }
        }
        return last;
    }

    private StsPolicy published() {
        if (prefersDelivery) {
            return StsPolicy.NONE;
        }
        StsPolicy published = network.security().published(channel.keywords().transport(), hop.host());
        network.security().faultOfPublished(channel.keywords().transport(), hop.host())
                .ifPresent(fault -> measured(new AppliedPolicy(AppliedPolicy.Type.STS, List.of(), List.of())).failed(fault, End.host("")));
        return published;
    }

    private Choice choice(MailHost host, StsPolicy published, boolean authentic) {
        return prefersDelivery ? network.security().despitePolicies(channel.keywords().transport(), host.name())
                : network.security().choose(channel.keywords().transport(), hop.host(), published, host, authentic, hop.port());
    }

    private Opening addresses(MailHost host, Choice.Connect choice, Optional<Login> login, int connectionsMax, TlsOutcomes outcomes) {
        Opening last = NOBODY_TRIED;
        int current = 0;
        for (IpAddress address : host.addresses().subList(0, Math.min(connectionsMax, host.addresses().size()))) {
            current++;
            switch (allowed(host.name(), host.addresses().size(), current, address)) {
                case Allowed.Address(IpAddress given) -> last = host(new End("", host.name(), given.toString()), given.toString(), choice, login, outcomes);
                case Allowed.No(Opening refused, boolean whole) -> {
                    last = refused;
                    if (whole) {
                        return last;
                    }
                }
            }
            if (last instanceof Opening.Opened) {
                return last;
            }
        }
        return last;
    }

    /** What IP_ACCESS makes of an address. */
    private sealed interface Allowed {
        record Address(IpAddress address) implements Allowed {
        }

        /** @param whole whether no other address is tried either */
        record No(Opening opening, boolean whole) implements Allowed {
        }
    }

    private Allowed allowed(String host, int count, int current, IpAddress address) {
        return switch (network.access().of(channel.name(), count, current, address, host)) {
            case IpAccess.Answer.Connect(IpAddress given) -> new Allowed.Address(given);
            case IpAccess.Answer.Skip() -> new Allowed.No(failed(451, "4.4.1", address + " is passed over"), false);
            case IpAccess.Answer.Fail(String text) -> new Allowed.No(new Opening.Failed(new RemoteReply.Ours(Reply.quoting(550, "5.7.1", text.isBlank() ? "not to this host" : text), Step.ROUTE)), true);
            case IpAccess.Answer.Undecided(String why) -> {
                LOG.log(Level.WARNING, "{0}: {1}", IpAccess.TABLE, why);
                yield new Allowed.No(failed(451, "4.3.0", IpAccess.TABLE + " cannot be asked now"), true);
            }
        };
    }

    private static Optional<IpAddress> literal(String host) {
        try {
            return Optional.of(IpAddress.parse(host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Opening failed(int code, String status, String text) {
        return new Opening.Failed(new RemoteReply.Broken(Reply.of(code, status, text), Step.ROUTE));
    }

    private TlsOutcomes outcomes() {
        // An address literal is nobody who could want to know.
        return prefersDelivery || hop.host().startsWith("[") ? TlsOutcomes.UNCOUNTED : network.outcomes();
    }

    private Measured measured(AppliedPolicy by) {
        return new Measured(hop.host(), by, outcomes());
    }

    /** @param outcomes who counts what came of the connection with the protection that is wanted first */
    private Opening host(End end, String address, Choice.Connect choice, Optional<Login> login, TlsOutcomes outcomes) {
        Greeted wanted = greeted(address, us(end.host(), choice.policy(), login));
        new Measured(hop.host(), choice.measuredBy(), outcomes).cameTo(wanted.opening(), choice.policy(), new End(wanted.ourAddress(), end.host(), end.address()));
        Opening opening = wanted.opening();
        for (TlsPolicy less : choice.otherwise()) {
            if (!(opening instanceof Opening.Unprotected(RemoteReply why, TlsFault fault))) {
                return opening;
            }
            LOG.log(Level.INFO, "{0} cannot be spoken to in TLS as is wanted ({1}): {2}", end.host(), fault.resultType(), why.reply());
            opening = greeted(address, us(end.host(), less, login)).opening();
        }
        return opening;
    }

    private Introduction us(String name, TlsPolicy policy, Optional<Login> login) {
        Dialect dialect = hop.protocol() == NextHop.Protocol.LMTP ? Dialect.LMTP : Dialect.SMTP;
        return new Introduction(dialect, name, keywords().heloHost().orElse(network.helloName()), network.timeouts(), policy, login);
    }

    /** @param ourAddress empty where there was no connection */
    private record Greeted(Opening opening, String ourAddress) {
    }

    private Greeted greeted(String address, Introduction us) {
        try {
            RemoteLink link = network.connector().connect(address, hop.port(), network.timeouts().connect(), keywords().source());
            watch.awaitsGreeting(link, hop);
            String ourAddress = link.localAddress();
            try {
                return new Greeted(SmtpClient.open(link, us), ourAddress);
            } finally {
                watch.heard(link);
            }
        } catch (IOException e) {
            return new Greeted(new Opening.Failed(SmtpClient.unreachable(e)), "");
        }
    }
}
