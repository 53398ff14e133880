package org.gatepost.ee.quarantine;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.gatepost.adapter.mail.JakartaMailDigest;
import org.gatepost.directory.Directory;
import org.gatepost.directory.MailAccount;
import org.gatepost.directory.MailUser;
import org.gatepost.ee.admin.Deliveries;
import org.gatepost.ee.settings.DigestSettings;
import org.gatepost.ee.settings.Settings;
import org.gatepost.ee.store.MessageRows;
import org.gatepost.ee.store.StoredForms;
import org.gatepost.ee.store.Transactions;
import org.gatepost.gate.PolicySource;
import org.gatepost.mail.QueueId;
import org.gatepost.quarantine.Digest;
import org.gatepost.quarantine.DigestMail;
import org.gatepost.quarantine.DigestWalk;
import org.gatepost.quarantine.ReleaseTokens;
import org.gatepost.queue.NewMessage;
import org.gatepost.queue.Originated;
import org.gatepost.queue.Routing;
import org.gatepost.sieve.message.HeaderField;
import org.gatepost.sieve.message.ReceivedMessage;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.ReversePath;
import org.gatepost.stage.Match;

/**
 * Writes, on a thread of the container's, a day's digests when their hour has come: to users of ours who have a mailbox here, one message each, about copies
 * that came before that hour. Who could not be looked up is told later that day.
 */
@ApplicationScoped
public class Digests {

    private static final Logger LOG = System.getLogger(Digests.class.getName());
    private static final Duration LOOK = Duration.ofSeconds(5);
    /** A node that dies over a day's leaves it to another after this; and so long those wait who could not be looked up. */
    static final Duration LEASE = Duration.ofMinutes(10);
    /** Addresses looked at together. */
    static final int PAGE = 200;
    /** Addresses of one turn; the next goes on behind them. */
    static final int ADDRESSES_MAX = 100_000;
    /** Addresses that could not be looked up, after which no other is that time: each may take as long as the directory is waited for. */
    static final int UNKNOWN_MAX = 3;
    private static final String SESSION = "digest";

    @Inject
    private Transactions transactions;
    @Inject
    private Settings settings;
    @Inject
    private Directory directory;
    @Inject
    private Routing routing;
    @Inject
    private PolicySource policy;
    @Inject
    private ReleaseTokens tokens;
    @Inject
    private Deliveries deliveries;
    @Inject
    private Clock clock;
    @Resource(lookup = "java:comp/DefaultManagedThreadFactory")
    private ManagedThreadFactory threads;

    private final RandomGenerator random = new SecureRandom();
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final DigestWalk walk = new DigestWalk(PAGE, ADDRESSES_MAX, UNKNOWN_MAX);
    private boolean behind;

    /** A user who is told, the way to the mailbox, and the addresses the copies are for. */
    private record User(Mailbox mail, List<Routing.Destination> way, List<String> addresses) {
    }

    /** Begins, where it is switched on. @throws IllegalStateException with one line that names a wrong setting */
    public void start() {
        DigestSettings.read().ifPresent(when -> threads.newThread(() -> repeat(when, new JakartaMailDigest(when.zone()))).start());
    }

    /** Writes no other. */
    public void stop() {
        stopping.countDown();
    }

    private void repeat(DigestSettings when, DigestMail mail) {
        try {
            while (!stopping.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                once(when, mail);
            }
        } catch (InterruptedException e) {
            // The container ends its threads with the application.
            Thread.currentThread().interrupt();
        }
    }

    // Nothing may leave here: the thread would end. And once, not each time, while the database is away.
    private void once(DigestSettings when, DigestMail mail) {
        try {
            ZonedDateTime now = clock.instant().atZone(when.zone());
            if (now.getHour() >= when.hour() && transactions.inOne(connection -> DigestRows.begin(connection, now.toLocalDate(), settings.node(), LEASE))) {
                run(new Day(now.toLocalDate(), now.toLocalDate().atTime(when.hour(), 0).atZone(when.zone()).toInstant(), when, mail));
                transactions.inOne(DigestRows::sweep);
            }
            behind = false;
        } catch (RuntimeException | Error e) {
            LOG.log(behind ? Level.DEBUG : Level.WARNING, "digests have to wait: {0}", e.toString());
            behind = true;
        }
    }

    /** One day's. @param before copies that came later are the next day's */
    private record Day(LocalDate date, Instant before, DigestSettings when, DigestMail mail) {
    }

    private void run(Day day) {
        Telling telling = new Telling(day);
        if (walk.turn(day.date(), telling)) {
            transactions.inOne(connection -> DigestRows.finish(connection, day.date(), settings.node()));
        }
        if (telling.told > 0) {
            LOG.log(Level.INFO, "{0} users were told of their mail in quarantine", telling.told);
            deliveries.wakeUp();
        }
    }

    /** One turn of a day's. */
    private final class Telling implements DigestWalk.Addresses {

        private final Day day;
        private int told;

        Telling(Day day) {
            this.day = day;
        }

        @Override
        public List<String> behind(String address, int max) {
            return transactions.inOne(connection -> DigestRows.addresses(connection, address, day.before(), max));
        }

        @Override
        public int tell(List<String> addresses, int unknownMax) {
            Map<String, User> users = new LinkedHashMap<>();
            int unknown = 0;
            for (String address : addresses) {
                unknown += isLookedUp(address, users) ? 0 : 1;
                if (unknown > unknownMax) {
                    return unknown;
                }
            }
            for (User user : users.values()) {
                if (stopping.getCount() > 0) {
                    told += Digests.this.tell(day, user) ? 1 : 0;
                }
            }
            return unknown;
        }

        @Override
        public boolean mayGoOn() {
            return stopping.getCount() > 0 && transactions.inOne(connection -> DigestRows.renew(connection, day.date(), settings.node(), LEASE));
        }
    }

    /** Whether it is known whose it is; a user of ours comes among the users. */
    private boolean isLookedUp(String address, Map<String, User> users) {
        Mailbox mailbox = StoredForms.mailbox(address);
        return switch (directory.domain(mailbox.domain()).then(domain -> directory.account(domain, mailbox))) {
            case Match.Found<MailAccount>(MailAccount account) -> account instanceof MailUser user && user.keepsMailbox() ? isAdded(user, address, users) : true;
            case Match.NotFound<MailAccount> none -> true;
            case Match.Conflicting<MailAccount> two -> true;
            case Match.Unavailable<MailAccount> cannot -> false;
        };
    }

    private boolean isAdded(MailUser user, String address, Map<String, User> users) {
        String key = user.mail().address().toLowerCase(Locale.ROOT);
        User known = users.get(key);
        if (known != null) {
            known.addresses().add(address);
            return true;
        }
        return switch (routing.route(user.mail())) {
            case Match.Found<List<Routing.Destination>>(List<Routing.Destination> way) -> {
                // Whoever has a link may use it: it goes to nobody the user's mail is sent on to.
                List<Routing.Destination> own = Routing.toMailbox(user.mail(), way);
                if (!own.isEmpty()) {
                    users.put(key, new User(user.mail(), own, new ArrayList<>(List.of(address))));
                }
                yield true;
            }
            case Match.NotFound<List<Routing.Destination>> none -> true;
            case Match.Conflicting<List<Routing.Destination>> two -> true;
            case Match.Unavailable<List<Routing.Destination>> cannot -> false;
        };
    }

    /** All at once, so that a user is told once whatever happens. */
    private boolean tell(Day day, User user) {
        return transactions.inOne(connection -> {
            if (!DigestRows.markUser(connection, user.mail().address().toLowerCase(Locale.ROOT), day.date(), settings.node())) {
                return false;
            }
            long count = DigestRows.count(connection, user.addresses(), day.before());
            List<DigestRows.Untold> copies = DigestRows.take(connection, user.addresses(), day.before());
            if (copies.isEmpty()) {
                return false;
            }
            new MessageRows(settings.node()).insertOriginated(connection, List.of(message(day, user, copies, Math.max(0, count - copies.size()))));
            return true;
        });
    }

    private NewMessage message(Day day, User user, List<DigestRows.Untold> copies, long more) {
        Instant now = clock.instant();
        Instant until = now.plus(day.when().linksGood());
        QueueId id = QueueId.make(now, random);
        Mailbox from = day.when().from().orElseGet(() -> new Mailbox("postmaster", settings.defaultDomain()));
        Digest digest = new Digest(id.toString(), settings.hostname(), from, user.mail(), copies.stream().map(copy -> line(copy, day.when().url(), until)).toList(), more, until);
        return new Originated(SESSION, "digest of " + copies.size() + " copies in quarantine", ReversePath.NULL, user.mail(), user.way(), Set.of())
                .message(id, day.mail().render(digest, now), policy.current().version(), now, random);
    }

    private Digest.Line line(DigestRows.Untold untold, String url, Instant until) {
        ReceivedMessage message = ReceivedMessage.of(untold.head());
        return new Digest.Line(untold.arrived(), field(message, "from").orElse(untold.reversePath()), field(message, "subject").orElse(""), untold.why(),
                url + "/quarantine/release?t=" + tokens.make(untold.copy(), until));
    }

    private static Optional<String> field(ReceivedMessage message, String name) {
        return message.fields().stream().filter(field -> field.named(name)).map(HeaderField::value).findFirst();
    }
}
