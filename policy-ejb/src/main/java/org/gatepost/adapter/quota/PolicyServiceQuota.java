package org.gatepost.adapter.quota;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import org.gatepost.adapter.scanner.wire.Conversation;
import org.gatepost.channel.QuotaKeywords;
import org.gatepost.channel.QuotaStatus;
import org.gatepost.scan.Breaker;
import org.gatepost.scan.ScannerPolicy;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.trace.Alarms;

/**
 * Asks a store by Postfix's policy delegation protocol, one connection a question: at most {@link #QUESTIONS_MAX} at once and {@link #ANSWER_MAX} each. What it
 * said is remembered for {@link #KEPT}; a store that does not answer is spared by a breaker. The alarm {@code quota:HOST:PORT} stands while it does not.
 */
public final class PolicyServiceQuota implements QuotaStatus {

    /** Questions to one store at once. */
    static final int QUESTIONS_MAX = 16;
    /** How long one may take, its turn included. */
    static final Duration ANSWER_MAX = Duration.ofSeconds(3);
    /** How long an answer holds. */
    static final Duration KEPT = Duration.ofSeconds(5);
    private static final int KEPT_MAX = 10_000;
    private static final int FAILURES_MAX = 5;
    private static final Duration PROBE_EACH = Duration.ofSeconds(1);
    private static final int LINES_MAX = 20;
    private static final int LINE_OCTETS_MAX = 1024;

    private final Alarms alarms;
    private final InstantSource steadyClock;
    private final Map<QuotaKeywords.Service, Store> stores = new ConcurrentHashMap<>();
    private final Cache<Asked, Answer> answers = Caffeine.newBuilder().maximumSize(KEPT_MAX).expireAfterWrite(KEPT).build();

    private record Asked(QuotaKeywords.Service service, Mailbox mailbox, OptionalLong octets) {
    }

    private record Store(Breaker breaker, Semaphore turns) {
    }

    /** @param steadyClock says how long something lasts */
    public PolicyServiceQuota(Alarms alarms, InstantSource steadyClock) {
        this.alarms = alarms;
        this.steadyClock = steadyClock;
    }

    /** Forgets stores that policy names no more, and takes their alarms back. */
    public void onlyThese(Set<QuotaKeywords.Service> named) {
        stores.keySet().stream().filter(service -> !named.contains(service)).forEach(service -> {
            stores.remove(service);
            alarms.clear(alarm(service));
        });
    }

    private static String alarm(QuotaKeywords.Service service) {
        return "quota:" + service;
    }

    @Override
    public Answer ask(QuotaKeywords.Service service, Mailbox mailbox, OptionalLong octets) {
        Asked asked = new Asked(service, mailbox, octets);
        Answer known = answers.getIfPresent(asked);
        if (known != null) {
            return known;
        }
        Answer answer = askInTurn(asked);
        if (!(answer instanceof Answer.Unknown)) {
            answers.put(asked, answer);
        }
        return answer;
    }

    private Answer askInTurn(Asked asked) {
        Store store = stores.computeIfAbsent(asked.service, service -> new Store(new Breaker(steadyClock), new Semaphore(QUESTIONS_MAX, true)));
        if (!store.breaker.admits()) {
            return new Answer.Unknown("it did not answer before");
        }
        long end = System.nanoTime() + ANSWER_MAX.toNanos();
        try {
            if (!store.turns.tryAcquire(ANSWER_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
                store.breaker.gaveUp();
                return new Answer.Unknown(QUESTIONS_MAX + " questions are open");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            store.breaker.gaveUp();
            return new Answer.Unknown("interrupted");
        }
        try {
            return heard(store, asked, Duration.ofNanos(Math.max(1_000_000, end - System.nanoTime())));
        } finally {
            store.turns.release();
        }
    }

    private Answer heard(Store store, Asked asked, Duration deadline) {
        String alarm = alarm(asked.service);
        try (Conversation talk = new Conversation(new ScannerPolicy.Server(asked.service.host(), asked.service.port()), deadline)) {
            String question = question(asked);
            talk.say(out -> out.write(question.getBytes(StandardCharsets.UTF_8)));
            Answer answer = Answer.of(action(talk));
            store.breaker.succeeded();
            alarms.clear(alarm);
            return answer;
        } catch (IOException e) {
            store.breaker.failed(FAILURES_MAX, PROBE_EACH);
            alarms.raise(alarm, "The message store at " + asked.service + " does not say whether mailboxes have room: " + e.getMessage());
            return new Answer.Unknown("" + e.getMessage());
        }
    }

    private static String question(Asked asked) throws IOException {
        String address = asked.mailbox.address();
        if (address.chars().anyMatch(Character::isISOControl)) {
            throw new IOException("an address with control characters");
        }
        return "request=smtpd_access_policy\nprotocol_state=RCPT\nprotocol_name=ESMTP\nrecipient=" + address + "\nsize=" + asked.octets.orElse(0) + "\n\n";
    }

    /** Attributes up to an empty line, of which one is the action. */
    private static String action(Conversation talk) throws IOException {
        String action = "";
        for (int lines = 0; lines < LINES_MAX; lines++) {
            String line = talk.line(LINE_OCTETS_MAX);
            if (line.isEmpty()) {
                if (action.isEmpty()) {
                    throw new IOException("an answer without an action");
                }
                return action;
            }
            if (line.startsWith("action=")) {
                action = line.substring("action=".length());
            }
        }
        throw new IOException("an answer of more than " + LINES_MAX + " lines");
    }
}
