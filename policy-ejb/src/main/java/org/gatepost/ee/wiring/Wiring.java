package org.gatepost.ee.wiring;

import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicReference;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import org.gatepost.adapter.dns.DnsJavaLookup;
import org.gatepost.adapter.dns.DnsServers;
import org.gatepost.adapter.grid.GridLedger;
import org.gatepost.adapter.jose.JoseTokens;
import org.gatepost.adapter.ldap.LdapDirectory;
import org.gatepost.adapter.ldap.LdapLogins;
import org.gatepost.adapter.ldap.LdapServer;
import org.gatepost.adapter.mail.JakartaMailDsnRenderer;
import org.gatepost.adapter.mail.JakartaMailTlsReport;
import org.gatepost.adapter.mail.ReportTexts;
import org.gatepost.adapter.quota.PolicyServiceQuota;
import org.gatepost.adapter.scanner.Engines;
import org.gatepost.adapter.scanner.command.PartProgram;
import org.gatepost.adapter.sts.HttpsPolicyFetch;
import org.gatepost.adapter.sts.PublishedPolicies;
import org.gatepost.adapter.tlsreport.HttpsReportPost;
import org.gatepost.auth.AuthThrottle;
import org.gatepost.auth.Authenticator;
import org.gatepost.auth.BearerTokens;
import org.gatepost.directory.Directory;
import org.gatepost.directory.DirectoryMemory;
import org.gatepost.dns.DnsLookup;
import org.gatepost.dsn.AcceptanceReports;
import org.gatepost.dsn.Aftermath;
import org.gatepost.dsn.DsnRenderer;
import org.gatepost.ee.delivery.NextHopProbe;
import org.gatepost.ee.quarantine.DigestRows;
import org.gatepost.ee.settings.DsnSettings;
import org.gatepost.ee.settings.PartSettings;
import org.gatepost.ee.settings.Settings;
import org.gatepost.ee.settings.SrsSettings;
import org.gatepost.ee.settings.TokenSettings;
import org.gatepost.ee.tls.CertificateWatch;
import org.gatepost.ee.store.AwayRows;
import org.gatepost.ee.store.ChannelCounts;
import org.gatepost.ee.store.DirectoryFlushes;
import org.gatepost.ee.store.FilterWatch;
import org.gatepost.ee.store.PartRows;
import org.gatepost.ee.store.ScriptMemoryRows;
import org.gatepost.ee.store.Transactions;
import org.gatepost.ee.store.UserScriptRows;
import org.gatepost.gate.Assembly;
import org.gatepost.gate.Gatekeeper;
import org.gatepost.gate.LateScan;
import org.gatepost.gate.NameRoutines;
import org.gatepost.gate.NameService;
import org.gatepost.gate.OnwardSender;
import org.gatepost.gate.PolicySnapshot;
import org.gatepost.gate.PolicySource;
import org.gatepost.gate.TableLookups;
import org.gatepost.hop.HopSecret;
import org.gatepost.mapping.access.AddressAccess;
import org.gatepost.partial.PartialSets;
import org.gatepost.quarantine.ReleaseTokens;
import org.gatepost.queue.Acceptance;
import org.gatepost.queue.Backlog;
import org.gatepost.queue.ChannelCounters;
import org.gatepost.queue.ContentStore;
import org.gatepost.queue.QueueTurn;
import org.gatepost.queue.Routing;
import org.gatepost.routing.MxRouting;
import org.gatepost.routing.NextHopOffers;
import org.gatepost.routing.TransportSecurity;
import org.gatepost.scan.ScanRound;
import org.gatepost.scan.Scanners;
import org.gatepost.sieve.ScriptMemory;
import org.gatepost.smtp.session.SteadyClock;
import org.gatepost.tlsreport.ReportMail;
import org.gatepost.tlsreport.ReportPost;
import org.gatepost.tlsreport.TlsTally;
import org.gatepost.throttle.MemoryLedger;
import org.gatepost.throttle.ThrottleLedger;
import org.gatepost.throttle.Throttling;
import org.gatepost.trace.Alarms;
import org.gatepost.trace.TraceLog;
import org.gatepost.verify.Leaks;
import org.gatepost.verify.NextHopQuestions;

/** Gives core its adapters, and the container core's objects. Each is made once. */
@ApplicationScoped
public class Wiring {

    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    LdapDirectory directory(Settings settings, Alarms alarms, Clock clock) {
        Settings.LdapSettings ldap = settings.ldap();
        return new LdapDirectory(new LdapServer(ldap.urls(), ldap.bindDn(), ldap.bindPassword(), ldap.base()), ldap.profile(), settings.ldapCaching(), alarms, clock);
    }

    void close(@Disposes LdapDirectory directory) {
        directory.close();
    }

    @Produces
    @Singleton
    DirectoryFlushes directoryFlushes(Transactions transactions, DirectoryMemory memory) {
        return new DirectoryFlushes(transactions, memory);
    }

    @Produces
    @Singleton
    LdapLogins logins(Settings settings) {
        Settings.LdapSettings ldap = settings.ldap();
        return new LdapLogins(new LdapServer(ldap.urls(), ldap.bindDn(), ldap.bindPassword(), ldap.base()), ldap.profile());
    }

    void close(@Disposes LdapLogins logins) {
        logins.close();
    }

    /** What must be the same at each start and on each node, and known to nobody, follows from the password by which we read the directory. */
    @Produces
    @Singleton
    Authenticator authenticator(Settings settings, LdapLogins logins, Directory directory, Alarms alarms, Clock clock) {
        BearerTokens tokens = TokenSettings.read().<BearerTokens>map(ours -> new JoseTokens(ours.terms(), ours.keys(), alarms, clock, new SteadyClock()))
                .orElse(BearerTokens.NONE);
        byte[] secret = ("authentication " + settings.ldap().bindPassword()).getBytes(StandardCharsets.UTF_8);
        return Authenticator.withTokens(logins, directory, settings.defaultDomain(), new AuthThrottle(settings.authLimits(), new SteadyClock()), secret, tokens);
    }

    @Produces
    @Singleton
    DnsJavaLookup dns(Settings settings) {
        return new DnsJavaLookup(new DnsServers(settings.dnsServers().stream().map(server -> DnsServers.at(server.host(), server.port())).toList(), DnsServers.TIMEOUT));
    }

    void close(@Disposes DnsJavaLookup dns) {
        dns.close();
    }

    @Produces
    @Singleton
    CertificateWatch certificateWatch(Settings settings, Alarms alarms, Clock clock) {
        return new CertificateWatch(settings.tls(), alarms, clock);
    }

    @Produces
    @Singleton
    MxRouting mxRouting(Settings settings, DnsLookup dns) {
        return new MxRouting(dns, OurAddresses.of(settings), new SecureRandom());
    }

    @Produces
    @Singleton
    TransportSecurity transportSecurity(Settings settings, DnsLookup dns, Clock clock) {
        return new TransportSecurity(dns, new PublishedPolicies(dns, HttpsPolicyFetch.wellKnown(), clock), Authorities.of(settings.tlsAuthorities()));
    }

    @Produces
    @Singleton
    TlsTally tlsTally(Clock clock) {
        return new TlsTally(clock);
    }

    @Produces
    @Singleton
    ReportMail tlsReportMail() {
        return new JakartaMailTlsReport();
    }

    @Produces
    @Singleton
    ReportPost tlsReportPost() {
        return new HttpsReportPost(HttpClient.newBuilder());
    }

    @Produces
    @Singleton
    Scanners scanners(Settings settings, Alarms alarms, Clock clock) {
        return new Scanners(new Engines(settings.hostname()), alarms, clock, new SteadyClock());
    }

    /** What a policy does not name any longer is forgotten, with its alarms. */
    void policyTakenUp(@Observes PolicySnapshot snapshot, Scanners scanners) {
        scanners.retain(snapshot.scanners());
    }

    @Produces
    @Singleton
    NextHopOffers nextHopOffers() {
        return new NextHopOffers(new SteadyClock());
    }

    @Produces
    @Singleton
    TableLookups tableLookups(LdapDirectory directory, NameService names, DnsLookup dns, Throttling throttling) {
        return PolicyLookups.of(directory, names, dns, throttling);
    }

    /** Counters are shared where there is somebody to share them with. */
    @Produces
    @Singleton
    Throttling throttling(Settings settings, Alarms alarms, Clock clock) {
        ThrottleLedger ledger = settings.gridMembers().isEmpty() ? new MemoryLedger(clock)
                : new GridLedger(PayaraGrid::instance, task -> Thread.ofVirtual().name("grid").start(task), new SteadyClock());
        return new Throttling(ledger, alarms, clock);
    }

    @Produces
    @Singleton
    NameService names(Settings settings, DnsLookup dns, Alarms alarms, Clock clock) {
        return NameService.of(dns, new VirtualSideBySide(), alarms, settings.hostname(), clock, new SteadyClock());
    }

    @Produces
    @Singleton
    Assembly assembly(Settings settings, Directory directory, Authenticator authenticator, PolicySource policy, NextHopOffers offers, NameService names,
            TableLookups lookups, Throttling throttling, Alarms alarms, UserScriptRows userScripts, ScriptMemory scriptMemory, HopSecret hopSecret, AwayRows away, PartialSets parts, PolicyServiceQuota quota,
            Clock clock) {
        return new Assembly(new Assembly.Names(settings.hostname(), settings.defaultDomain()), directory, authenticator, policy, clock)
                .knowing(offers).consulting(lookups).counting(throttling, alarms).running(userScripts, scriptMemory).returning(SrsSettings.read()).asking(names)
                .asking(quota).takingBack(hopSecret, away).converting(new PartProgram()).puttingTogether(parts);
    }

    @Produces
    @Singleton
    PartialSets partialSets(Transactions transactions, ContentStore contents, Settings settings) {
        return new PartRows(transactions, contents, PartSettings.read(), settings.node());
    }

    @Produces
    @Singleton
    PolicyServiceQuota quota(Alarms alarms) {
        return new PolicyServiceQuota(alarms, new SteadyClock());
    }

    @Produces
    @Singleton
    AwayRows away(Transactions transactions, Settings settings) {
        return new AwayRows(transactions, settings.node());
    }

    @Produces
    @Singleton
    FilterWatch filterWatch(AwayRows away, Alarms alarms) {
        return new FilterWatch(away, alarms);
    }

    /** Its key is asked for when there is something to make or check, and the database is ready by then. */
    @Produces
    @Singleton
    HopSecret hopSecret(AwayRows away) {
        return new HopSecret(away::key);
    }

    /** Its key is asked for once, when there is something to make or check. */
    @Produces
    @Singleton
    ReleaseTokens releaseTokens(Transactions transactions, Clock clock) {
        AtomicReference<byte[]> key = new AtomicReference<>();
        return new ReleaseTokens(() -> {
            if (key.get() == null) {
                key.set(transactions.inOne(DigestRows::key));
            }
            return key.get();
        }, clock);
    }

    @Produces
    @Singleton
    UserScriptRows userScripts(Transactions transactions) {
        return new UserScriptRows(transactions);
    }

    @Produces
    @Singleton
    ScriptMemory scriptMemory(Transactions transactions) {
        return new ScriptMemoryRows(transactions);
    }

    @Produces
    @Singleton
    Leaks leaks(Alarms alarms) {
        return new Leaks(alarms, new SteadyClock());
    }

    /** Not a part of the assembly everybody gets: the way to next hops asks a table of that one. */
    @Produces
    @Singleton
    NextHopQuestions nextHopQuestions(Settings settings, MxRouting routing, TransportSecurity security, NextHopOffers offers, AddressAccess access, Alarms alarms) {
        return new NextHopQuestions(NextHopProbe.overSockets(settings.hostname(), routing, security, offers, access), new VirtualSideBySide(), alarms, new SteadyClock());
    }

    @Produces
    @Singleton
    LateScan lateScan(Assembly assembly, Scanners scanners) {
        return assembly.lateScan(new ScanRound(new VirtualSideBySide(), scanners));
    }

    @Produces
    @Singleton
    Gatekeeper gatekeeper(Assembly assembly, Scanners scanners, Acceptance acceptance, Aftermath aftermath, PolicySource policy, Clock clock, Backlog backlog,
            QueueTurn turn, TraceLog trace, NextHopQuestions verification) {
        Acceptance reporting = new AcceptanceReports(acceptance, aftermath, name -> policy.current().channel(name), clock);
        return assembly.verifying(verification).gatekeeper(new ScanRound(new VirtualSideBySide(), scanners), reporting, backlog, turn, trace, new SecureRandom());
    }

    @Produces
    @Singleton
    OnwardSender onwardSender(Directory directory, PolicySource policy, Clock clock) {
        return new OnwardSender(SrsSettings.read(), directory, policy, clock);
    }

    @Produces
    @Singleton
    AddressAccess addressAccess(Assembly assembly) {
        return assembly.addressAccess(new SecureRandom());
    }

    @Produces
    @Singleton
    Routing routing(Assembly assembly) {
        return assembly.routing(new SecureRandom());
    }

    @Produces
    @Singleton
    ChannelCounters counters() {
        return new ChannelCounters();
    }

    @Produces
    @Singleton
    ChannelCounts counts(ChannelCounters counters, Settings settings) {
        return new ChannelCounts(counters, settings.node());
    }

    @Produces
    @Singleton
    Aftermath aftermath(Settings settings, Routing routing, DsnRenderer renderer) {
        DsnSettings ours = DsnSettings.read();
        return new Aftermath(settings.hostname(), routing, renderer, ours.returns(), ours.backscatter(), new SecureRandom());
    }

    @Produces
    @Singleton
    DsnRenderer reports(Alarms alarms) {
        DsnSettings ours = DsnSettings.read();
        return new JakartaMailDsnRenderer(new ReportTexts(ours.texts(), ours.language(), ours.languages(), alarms));
    }
}
