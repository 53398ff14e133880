package org.gatepost.workbench.chaos;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.gatepost.workbench.bench.load.SmtpConversation;
import org.gatepost.workbench.chaos.Ledger.Fate;

/**
 * Senders that keep the ledger: connections reused and not, one recipient and two, small messages and some that go to the spool directory. At a
 * pace that leaves the machine room for the fault. Safe for use by several threads.
 */
public final class Load implements AutoCloseable {

    /** Sessions at once. */
    public static final int SENDERS = 16;
    private static final int PAUSE_MILLIS_MAX = 150;
    private static final int AFTER_FAILURE_MILLIS = 200;
    private static final int SMALL_OCTETS = 4_096;
    private static final int LARGE_OCTETS = 200_000;
    private static final int LARGE_ONE_IN = 25;
    private static final int RECONNECT_ONE_IN = 5;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern QUEUE_ID = Pattern.compile("queued as (\\S+)");
    private static final String FILLING = "x".repeat(70) + "\r\n";

    private final int port;
    private final Ledger ledger;
    private final String prefix;
    private final Random seeds;
    private final List<Thread> senders = new ArrayList<>();
    private final Set<SmtpConversation> open = ConcurrentHashMap.newKeySet();
    private final AtomicLong number = new AtomicLong();
    private final Silence silence = new Silence();
    private volatile boolean stopped;

    /** @param prefix of the ids of all its messages */
    public Load(int port, Ledger ledger, String prefix, long seed) {
        this.port = port;
        this.ledger = ledger;
        this.prefix = prefix;
        this.seeds = new Random(seed);
    }

    /** Begins to send. */
    public void start() {
        silence.begin();
        for (int i = 0; i < SENDERS; i++) {
            Random random = new Random(seeds.nextLong());
            senders.add(Thread.ofVirtual().name("sender-" + i).start(() -> send(random)));
        }
    }

    /** When mail was last taken, and for how long none was. */
    Silence silence() {
        return silence;
    }

    /** Lets go of every connection without a word, see {@link SmtpConversation#vanish}. */
    void vanish() {
        open.forEach(SmtpConversation::vanish);
    }

    /** No new message is begun; returns when every one that was has its answer or none. */
    @Override
    public void close() {
        stopped = true;
        try {
            for (Thread sender : senders) {
                sender.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(Random random) {
        while (!stopped) {
            String id = nextId(random);
            Optional<SmtpConversation> connection = connect(id);
            if (connection.isEmpty()) {
                pause(AFTER_FAILURE_MILLIS);
                continue;
            }
            open.add(connection.get());
            try (SmtpConversation closing = connection.get()) {
                talk(closing, id, random);
            } catch (IOException e) {
                // What was begun stays unanswered.
                pause(AFTER_FAILURE_MILLIS);
            } finally {
                open.remove(connection.get());
            }
        }
    }

    private Optional<SmtpConversation> connect(String id) {
        try {
            return Optional.of(SmtpConversation.introduced("chaos.example", port, PATIENCE));
        } catch (SmtpConversation.Refused refused) {
            ledger.answered(id, new Fate.Refused(refused.getMessage()));
        } catch (IOException e) {
            ledger.withdraw(id);
        }
        return Optional.empty();
    }

    private void talk(SmtpConversation connection, String first, Random random) throws IOException {
        String id = first;
        while (true) {
            try {
                transact(connection, ledger.entry(id));
            } catch (SmtpConversation.Refused refused) {
                ledger.answered(id, new Fate.Refused(refused.getMessage()));
                return;
            }
            pause(random.nextInt(PAUSE_MILLIS_MAX));
            if (stopped || random.nextInt(RECONNECT_ONE_IN) == 0) {
                return;
            }
            id = nextId(random);
        }
    }

    private void transact(SmtpConversation connection, Ledger.Entry message) throws IOException {
        connection.command("MAIL FROM:<" + prefix + "@remote.example>", 250);
        for (String mailbox : message.mailboxes()) {
            connection.command("RCPT TO:<" + mailbox + "@example.com>", 250);
        }
        connection.command("DATA", 354);
        connection.write("Message-ID: <" + message.id() + "@chaos.example>\r\nSubject: " + message.id() + "\r\n\r\n");
        String reply = connection.command(FILLING.repeat(message.octets() / FILLING.length()) + ".", 250);
        Matcher id = QUEUE_ID.matcher(reply);
        ledger.answered(message.id(), new Fate.Accepted(id.find() ? id.group(1) : ""));
        silence.broken();
    }

    private String nextId(Random random) {
        String id = prefix + number.incrementAndGet();
        int octets = random.nextInt(LARGE_ONE_IN) == 0 ? LARGE_OCTETS : SMALL_OCTETS;
        Set<String> mailboxes = switch (random.nextInt(4)) {
            case 0 -> Set.of("alice", "bob");
            case 1 -> Set.of("bob");
            default -> Set.of("alice");
        };
        ledger.begin(id, mailboxes, octets / FILLING.length() * FILLING.length());
        return id;
    }

    private static void pause(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
