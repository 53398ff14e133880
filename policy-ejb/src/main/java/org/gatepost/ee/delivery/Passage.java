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
import org.gatepost.routing.MailHost;
import org.gatepost.routing.MxRoute;
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
import org.gatepost.smtp.client.TlsPolicy;
import org.gatepost.smtp.protocol.IpAddress;
import org.gatepost.smtp.protocol.Reply;

/**
 * The way to a next hop: to the one policy names, or to the hosts a domain names, one after the other until one takes mail (RFC 5321 section 5.1). Used
 * once, by one thread.
 *
 * @param network what leads there
 * @param destination told of connections that wait for their greeting
 */
record Passage(DeliveryPorts.Network network, Channel channel, NextHop hop, Destination destination) {

    /** Connections tried for one attempt; what does not answer by then is left to the next. */
    static final int CONNECTIONS_MAX = 5;
    private static final Logger LOG = System.getLogger(Passage.class.getName());

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
        destination.leadsTo(Set.of(hop.host()), hop.port());
        return host(hop.host(), hop.host(), network.security().fixed(channel.keywords().transport(), hop.host()), login);
    }

    private RemoteKeywords keywords() {
        return channel.keywords().transport().remote();
    }

    private Opening mx(Optional<Login> login) {
        return switch (network.routing().route(hop.host(), hop.port(), keywords().families())) {
            case MxRoute.Nowhere(Reply reply) -> new Opening.Failed(new RemoteReply.Ours(reply, Step.ROUTE));
            case MxRoute.NotNow(Reply reply) -> new Opening.Failed(new RemoteReply.Broken(reply, Step.ROUTE));
            case MxRoute.Hosts(List<MailHost> hosts, boolean authentic, Set<String> exchangers) -> {
                destination.leadsTo(exchangers, hop.port());
                yield hosts(hosts, authentic, login);
            }
        };
    }

    private Opening hosts(List<MailHost> hosts, boolean authentic, Optional<Login> login) {
        StsPolicy published = network.security().published(channel.keywords().transport(), hop.host());
        Opening last = new Opening.Failed(new RemoteReply.Broken(Reply.of(451, "4.4.1", "no host was tried"), Step.CONNECT));
        int tried = 0;
        for (MailHost host : hosts) {
            Choice choice = network.security().choose(channel.keywords().transport(), hop.host(), published, host, authentic, hop.port());
            if (choice instanceof Choice.PassOver(Reply reply, var fault)) {
                LOG.log(Level.INFO, "{0} is passed over ({1}): {2}", host.name(), fault.resultType(), reply);
                last = new Opening.Unprotected(new RemoteReply.Broken(reply, Step.STARTTLS), fault);
            } else if (choice instanceof Choice.Connect(TlsPolicy policy)) {
                for (IpAddress address : host.addresses()) {
                    if (tried++ == CONNECTIONS_MAX) {
                        return last;
                    }
                    last = host(address.toString(), host.name(), policy, login);
                    if (last instanceof Opening.Opened) {
                        return last;
                    }
                }
            }
        }
        return last;
    }

    private Opening host(String address, String name, TlsPolicy policy, Optional<Login> login) {
        Dialect dialect = hop.protocol() == NextHop.Protocol.LMTP ? Dialect.LMTP : Dialect.SMTP;
        Introduction us = new Introduction(dialect, name, keywords().heloHost().orElse(network.helloName()), network.timeouts(), policy, login);
        Opening opening = greeted(address, us);
        if (opening instanceof Opening.Unprotected(RemoteReply why, var fault)) {
            LOG.log(Level.INFO, "{0} cannot be spoken to in TLS ({1}): {2}", name, fault.resultType(), why.reply());
            if (policy instanceof TlsPolicy.Opportunistic) {
                return greeted(address, us.inTheClear());
            }
        }
        return opening;
    }

    private Opening greeted(String address, Introduction us) {
        try {
            RemoteLink link = network.connector().connect(address, hop.port(), network.timeouts().connect(), keywords().source());
            destination.awaitsGreeting(link, hop);
            try {
                return SmtpClient.open(link, us);
            } finally {
                destination.heard(link);
            }
        } catch (IOException e) {
            return new Opening.Failed(SmtpClient.unreachable(e));
        }
    }
}
