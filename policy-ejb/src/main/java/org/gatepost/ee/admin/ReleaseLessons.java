package org.gatepost.ee.admin;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import javax.sql.DataSource;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.gatepost.ee.store.StoredContent;
import org.gatepost.ee.store.StoredForms;
import org.gatepost.gate.PolicySource;
import org.gatepost.mail.Quarantine;
import org.gatepost.mail.QueueId;
import org.gatepost.quarantine.HeldCopy;
import org.gatepost.queue.ContentStore;
import org.gatepost.scan.Lesson;
import org.gatepost.scan.Lessons;
import org.gatepost.scan.ScannerPolicy;
import org.gatepost.scan.Scanners;
import org.gatepost.smtp.protocol.Mailbox;

/**
 * Tells engines, before copies are released that were in quarantine as spam, that their messages are none. What an engine does not learn keeps nobody's mail
 * back: it is said, and stands in the audit. Safe for use by many threads.
 */
@ApplicationScoped
public class ReleaseLessons {

    /** The most messages one release teaches: a person waits for it. */
    public static final int MESSAGES_MAX = 20;
    /** How long one engine has for one message. */
    static final Duration LESSON_MAX = Duration.ofSeconds(5);
    /** After that no further message is begun with. */
    static final Duration RELEASE_MAX = Duration.ofSeconds(15);

    private static final String RELEASED = """
            SELECT e.message_id, m.content_octets, min(r.address) AS address, count(DISTINCT r.address) AS copies
              FROM recipient r JOIN queue_entry e ON e.id = r.entry_id JOIN message m ON m.id = e.message_id
             WHERE r.entry_id = ANY (?) AND (r.recipient_no = ? OR ? < 0) AND r.state = 'held' AND r.state_by = ? GROUP BY 1, 2 ORDER BY 1 LIMIT ?""";
    private static final int ALL = -1;

    @Resource(lookup = "java:app/jdbc/gatepost")
    private DataSource database;
    @Inject
    private PolicySource policy;
    @Inject
    private Scanners scanners;
    @Inject
    private ContentStore contents;

    private record Released(QueueId message, long octets, Optional<Mailbox> recipient) {
    }

    /**
     * Teaches by these entries' copies that are in quarantine as spam.
     *
     * @return sentences about what was learnt and what not; none where no engine is to learn, or nothing was spam
     */
    public List<String> teach(List<UUID> entries, String login) {
        return teach(entries, ALL, login);
    }

    /** The same by one recipient's copy alone. */
    public void teach(HeldCopy copy, String login) {
        teach(List.of(copy.entry()), copy.recipientNo(), login);
    }

    private List<String> teach(List<UUID> entries, int recipientNo, String login) {
        List<ScannerPolicy> engines = policy.current().scanners();
        Lessons lessons = new Lessons(scanners);
        if (entries.isEmpty() || !lessons.isAnybodyTaught(engines)) {
            return List.of();
        }
        List<Released> released = Sql.on(database, connection -> Sql.of(RELEASED, entries, recipientNo, recipientNo, Quarantine.SPAM.rule(), MESSAGES_MAX + 1).list(connection,
                row -> new Released(new QueueId(Sql.uuid(row, "message_id")), row.getLong("content_octets"),
                        row.getLong("copies") == 1 ? Optional.of(StoredForms.mailbox(row.getString("address"))) : Optional.empty())));
        Map<String, Report> reports = new LinkedHashMap<>();
        long end = System.nanoTime() + RELEASE_MAX.toNanos();
        int taught = 0;
        while (taught < Math.min(released.size(), MESSAGES_MAX) && System.nanoTime() - end < 0) {
            Released message = released.get(taught++);
            Map<String, Lesson.Outcome> outcomes = lessons.teach(engines,
                    new Lesson(new StoredContent(contents, message.message(), message.octets()), message.recipient(), LESSON_MAX));
            outcomes.forEach((engine, outcome) -> reports.computeIfAbsent(engine, name -> new Report()).add(outcome));
            Sql.on(database, connection -> {
                for (Map.Entry<String, Lesson.Outcome> outcome : outcomes.entrySet()) {
                    AuditLog.note(connection, login, "learn", message.message(), outcome.getKey() + ": " + said(outcome.getValue()));
                }
                return null;
            });
        }
        List<String> sentences = new ArrayList<>();
        reports.forEach((engine, report) -> sentences.addAll(report.sentences(engine)));
        if (taught < released.size()) {
            sentences.add("Engines were told of the first " + taught + " messages alone.");
        }
        return sentences;
    }

    private static String said(Lesson.Outcome outcome) {
        return switch (outcome) {
            case Lesson.Outcome.Learnt learnt -> "learnt as no spam";
            case Lesson.Outcome.NothingNew nothing -> "nothing new in it";
            case Lesson.Outcome.Failed(String why) -> "not learnt: " + why;
        };
    }

    /** What one engine made of all. For one thread. */
    static final class Report {
        private int learnt;
        private int known;
        private int failed;
        private String why = "";

        void add(Lesson.Outcome outcome) {
            switch (outcome) {
                case Lesson.Outcome.Learnt took -> learnt++;
                case Lesson.Outcome.NothingNew nothing -> known++;
                case Lesson.Outcome.Failed(String reason) -> {
                    failed++;
                    why = reason;
                }
            }
        }

        List<String> sentences(String engine) {
            List<String> all = new ArrayList<>();
            if (learnt > 0) {
                all.add(engine + " learnt that " + are(learnt) + " no spam.");
            }
            if (known > 0) {
                all.add(engine + " found nothing new in " + (known == 1 ? "1 message" : known + " messages") + ".");
            }
            if (failed > 0) {
                all.add(engine + " did not learn that " + are(failed) + " no spam: " + why + ".");
            }
            return all;
        }

        private static String are(int messages) {
            return messages == 1 ? "1 message is" : messages + " messages are";
        }
    }
}
