package org.gatepost.ee.tlsreport;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.gatepost.dns.DnsAnswer;
import org.gatepost.dns.DnsLookup;
import org.gatepost.ee.settings.Settings;
import org.gatepost.ee.store.MessageRows;
import org.gatepost.ee.store.Transactions;
import org.gatepost.ee.tlsreport.TlsReportRows.Due;
import org.gatepost.ee.tlsreport.TlsReportRows.Posting;
import org.gatepost.gate.PolicySource;
import org.gatepost.queue.NewMessage;
import org.gatepost.queue.Routing;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.stage.Match;
import org.gatepost.tlsreport.ReportMail;
import org.gatepost.tlsreport.ReportMessage;
import org.gatepost.tlsreport.ReportPlace;
import org.gatepost.tlsreport.ReportPost;
import org.gatepost.tlsreport.ReportRecord;
import org.gatepost.tlsreport.TlsReport;
import org.gatepost.tlsreport.TlsTally;

/**
 * Keeps counts of encrypted connections in the database, and where it is switched on ({@code GATEPOST_TLS_REPORT_CONTACT}) tells each domain that asks
 * for it what a day's came to. Threads of the container's.
 */
@ApplicationScoped
public class TlsReporting {

    /** How often counts are written; a kill costs the counts since. */
    static final Duration WRITTEN_EVERY = Duration.ofSeconds(10);
    /** How often it is looked for days that are over. */
    static final Duration REPORTED_EVERY = Duration.ofSeconds(30);
    /** How long a domain whose record nobody gives is left alone, and a place that did not take its report; for the place doubled with each try, up to eight times. */
    static final Duration AGAIN = Duration.ofMinutes(30);
    /** Reports handed in by HTTPS in one look. */
    static final int POSTS_MAX = 20;
    private static final int DOUBLED_MAX = 3;
    private static final Duration SWEPT_EVERY = Duration.ofHours(1);
    private static final Logger LOG = System.getLogger(TlsReporting.class.getName());

    @Inject
    private TlsTally tally;
    @Inject
    private Transactions transactions;
    @Inject
    private Settings settings;
    @Inject
    private DnsLookup dns;
    @Inject
    private Routing routing;
    @Inject
    private PolicySource policy;
    @Inject
    private ReportMail mail;
    @Inject
    private ReportPost post;
    @Inject
    private Clock clock;
    @Resource(lookup = "java:comp/DefaultManagedThreadFactory")
    private ManagedThreadFactory threads;

    private final RandomGenerator random = new SecureRandom();
    private final CountDownLatch stopping = new CountDownLatch(1);
    /** What is done again and again, on a thread of its own: a place that does not answer must not keep counts from being written. */
    private final class Task {
        private final Duration every;
        private final Runnable work;
        private boolean behind;

        Task(Duration every, Runnable work) {
            this.every = every;
            this.work = work;
        }

        void repeat() {
            try {
                while (!stopping.await(every.toMillis(), TimeUnit.MILLISECONDS)) {
                    once();
                }
            } catch (InterruptedException e) {
                // The container ends its threads with the application.
                Thread.currentThread().interrupt();
            }
        }

        // Nothing may leave here: the thread would end. And once, not each time, while the database is away.
        void once() {
            try {
                work.run();
                behind = false;
            } catch (RuntimeException | Error e) {
                LOG.log(behind ? Level.DEBUG : Level.WARNING, "TLS reports have to wait: {0}", e.toString());
                behind = true;
            }
        }
    }

    /** Begins. */
    public void start() {
        for (Task task : List.of(new Task(WRITTEN_EVERY, this::write), new Task(REPORTED_EVERY, () -> settings.tlsReportContact().ifPresent(this::report)),
                new Task(SWEPT_EVERY, () -> transactions.inOne(TlsReportRows::sweep)))) {
            threads.newThread(task::repeat).start();
        }
    }

    /** Ends; what was counted is written. */
    public void stop() {
        stopping.countDown();
        new Task(WRITTEN_EVERY, this::write).once();
    }

    private void write() {
        long lost = tally.uncounted();
        if (lost > 0) {
            LOG.log(Level.WARNING, "{0} connections are missing in TLS reports: more than {1} kinds of results came at once", lost, TlsTally.KINDS_MAX);
        }
        Map<TlsTally.Kind, Long> taken = tally.take();
        if (taken.isEmpty()) {
            return;
        }
        try {
            transactions.inOne(connection -> {
                TlsReportRows.add(connection, taken);
                return null;
            });
        } catch (RuntimeException e) {
            tally.giveBack(taken);
            throw e;
        }
    }

    private void report(Mailbox contact) {
        for (Due due : transactions.inOne(TlsReportRows::due)) {
            if (stopping.getCount() == 0) {
                return;
            }
            decide(due, contact);
        }
        for (int i = 0; i < POSTS_MAX && stopping.getCount() > 0; i++) {
            Optional<Posting> posting = transactions.inOne(connection -> TlsReportRows.take(connection, settings.node()));
            if (posting.isEmpty()) {
                return;
            }
            handIn(posting.get(), contact);
        }
    }

    private void decide(Due due, Mailbox contact) {
        switch (dns.texts(ReportRecord.nameOf(due.policyDomain()))) {
            case DnsAnswer.TemporaryFailure<String>(String why) -> decided(due, "waiting", "no answer about " + ReportRecord.nameOf(due.policyDomain()) + ": " + why);
            case DnsAnswer.NoRecords<String> none -> decided(due, "unwanted", "no record");
            case DnsAnswer.Records<String>(List<String> texts, String name, boolean authentic) -> {
                List<ReportPlace> places = ReportRecord.places(texts);
                if (places.isEmpty()) {
                    decided(due, "unwanted", "the record names no place of ours");
                } else {
                    send(due, places, contact);
                }
            }
        }
    }

    private void decided(Due due, String state, String said) {
        transactions.inOne(connection -> TlsReportRows.decide(connection, due, state, AGAIN, said, settings.node()));
    }

    /** A message of a report, or why there is none. */
    private record Mailed(ReportPlace place, Optional<NewMessage> message, String said) {
    }

    private void send(Due due, List<ReportPlace> places, Mailbox contact) {
        TlsReport report = read(due, contact);
        List<Mailed> mailed = new ArrayList<>();
        for (ReportPlace place : places) {
            if (place instanceof ReportPlace.Mail(Mailbox to)) {
                switch (routing.route(to)) {
                    case Match.Found<List<Routing.Destination>>(List<Routing.Destination> way) when !way.isEmpty() ->
                        mailed.add(new Mailed(place, Optional.of(message(report, contact, to, way)), "in the queue"));
                    case Match.Found<List<Routing.Destination>> nowhere -> mailed.add(new Mailed(place, Optional.empty(), "the address leads nowhere"));
                    case Match.NotFound<List<Routing.Destination>> nobody -> mailed.add(new Mailed(place, Optional.empty(), "the address takes no mail"));
                    case Match.Unavailable<List<Routing.Destination>>(String why) -> {
                        decided(due, "waiting", why);
                        return;
                    }
                    case Match.Conflicting<List<Routing.Destination>>(String why) -> {
                        decided(due, "waiting", why);
                        return;
                    }
                }
            }
        }
        store(due, places, mailed);
    }

    private NewMessage message(TlsReport report, Mailbox contact, Mailbox to, List<Routing.Destination> way) {
        return ReportMessage.of(mail.render(report, contact, to, clock.instant()), new ReportMessage.Addresses(contact, to, way), policy.current().version(), clock.instant(),
                random);
    }

    /** All at once, so that a report is made once whatever happens. */
    private void store(Due due, List<ReportPlace> places, List<Mailed> mailed) {
        transactions.inOne(connection -> {
            if (!TlsReportRows.decide(connection, due, "decided", AGAIN, "to " + places, settings.node())) {
                return null;
            }
            for (ReportPlace place : places) {
                if (place instanceof ReportPlace.Web web) {
                    TlsReportRows.place(connection, due, web.toString(), "waiting", "", settings.node());
                }
            }
            for (Mailed each : mailed) {
                TlsReportRows.place(connection, due, each.place().toString(), each.message().isPresent() ? "sent" : "failed", each.said(), settings.node());
            }
            new MessageRows(settings.node()).insertOriginated(connection, mailed.stream().flatMap(each -> each.message().stream()).toList());
            return null;
        });
        LOG.log(Level.INFO, "TLS report of {0} about {1}: to {2}", due.day(), due.policyDomain(), places);
    }

    private TlsReport read(Due due, Mailbox contact) {
        return TlsReport.of(settings.hostname(), contact.address(), due.day(), due.policyDomain(), transactions.inOne(connection -> TlsReportRows.results(connection, due)));
    }

    private void handIn(Posting posting, Mailbox contact) {
        boolean sent = false;
        String said = "taken";
        try {
            post.post(URI.create(posting.place()), read(posting.due(), contact));
            sent = true;
        } catch (IOException | IllegalArgumentException e) {
            said = String.valueOf(e.getMessage());
            LOG.log(Level.INFO, "TLS report about {0} was not taken by {1}: {2}", posting.due().policyDomain(), posting.place(), said);
        }
        boolean taken = sent;
        String answer = said;
        Duration again = AGAIN.multipliedBy(1L << Math.min(DOUBLED_MAX, posting.attempts() - 1));
        transactions.inOne(connection -> {
            TlsReportRows.settle(connection, posting, taken, again, answer);
            return null;
        });
    }
}
