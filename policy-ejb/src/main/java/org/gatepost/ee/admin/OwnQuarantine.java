package org.gatepost.ee.admin;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import javax.sql.DataSource;

import jakarta.annotation.Resource;
import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;

import org.gatepost.ee.store.StoreException;
import org.gatepost.ee.store.StoredForms;
import org.gatepost.mail.Quarantine;
import org.gatepost.mail.VisibleText;
import org.gatepost.quarantine.HeldCopy;
import org.gatepost.quarantine.ReleaseTokens;
import org.gatepost.queue.Routing;
import org.gatepost.queue.Routing.Destination;
import org.gatepost.sieve.message.HeaderField;
import org.gatepost.sieve.message.ReceivedMessage;
import org.gatepost.stage.Match;

/**
 * A user's own copy in quarantine, seen and released by the token of a digest: the one service here that asks for no role, since whoever has the token is
 * let in, and to nothing else.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class OwnQuarantine {

    private static final int SHOWN_OCTETS_MAX = 200;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final String COPY = """
            SELECT m.arrived_at, m.reverse_path, r.state_text,
                   (SELECT substring(c.octets FROM 1 FOR 65536) FROM content_chunk c WHERE c.message_id = m.id AND c.chunk_no = 0) AS head
              FROM recipient r JOIN queue_entry e ON e.id = r.entry_id JOIN message m ON m.id = e.message_id
             WHERE r.entry_id = ? AND r.recipient_no = ? AND r.address = ? AND r.state = 'held' AND r.state_by = ?""";

    @Resource(lookup = "java:app/jdbc/gatepost")
    private DataSource database;
    @Inject
    private ReleaseTokens tokens;
    @Inject
    private Routing routing;
    @Inject
    private Deliveries deliveries;
    @Inject
    private ReleaseLessons lessons;
    @EJB
    private CopyRelease release;

    /** What a token leads to, and what came of using it. */
    public enum Standing {
        /** A copy that is in quarantine. */
        KEPT,
        /** It has just been released. */
        RELEASED,
        /** A copy that is not in quarantine any more: it was released before, by whomever, or is deleted. */
        GONE,
        /** The token's time is over. */
        EXPIRED,
        /** No token of ours. */
        FOREIGN,
        /** It cannot be done now; a moment later it can. */
        BUSY
    }

    /**
     * What stands in the page: texts that people can read, of which the sender wrote most.
     *
     * @param arrived empty, as the texts are, where there is no such copy
     */
    public record Page(Standing standing, Optional<Instant> arrived, String recipient, String sender, String subject, String why) {
        static Page of(Standing standing) {
            return new Page(standing, Optional.empty(), "", "", "", "");
        }
    }

    /** Shows it, and changes nothing: programs that look through mail follow links. */
    public Page look(String token) {
        return switch (read(token)) {
            case ReleaseTokens.Worth.Good(HeldCopy copy) -> page(copy).orElse(Page.of(Standing.GONE));
            case ReleaseTokens.Worth.Expired expired -> Page.of(Standing.EXPIRED);
            case ReleaseTokens.Worth.Foreign foreign -> Page.of(Standing.FOREIGN);
        };
    }

    /** Releases it for its recipient alone; engines that learn are told that it is no spam. */
    public Standing release(String token) {
        return switch (read(token)) {
            case ReleaseTokens.Worth.Good(HeldCopy copy) -> page(copy).isPresent() ? release(copy) : Standing.GONE;
            case ReleaseTokens.Worth.Expired expired -> Standing.EXPIRED;
            case ReleaseTokens.Worth.Foreign foreign -> Standing.FOREIGN;
        };
    }

    /** The first token asks the database for the key. */
    private ReleaseTokens.Worth read(String token) {
        try {
            return tokens.read(token);
        } catch (StoreException e) {
            throw new DeskUnavailable("The database cannot be asked.", e);
        }
    }

    private Standing release(HeldCopy copy) {
        Map<String, List<Destination>> ways;
        switch (routing.route(StoredForms.mailbox(copy.address()))) {
            case Match.Found<List<Destination>>(List<Destination> found) -> ways = Map.of(copy.address(), found);
            // The next hop says so, and the sender gets its report.
            case Match.NotFound<List<Destination>> none -> ways = Map.of();
            case Match.Unavailable<List<Destination>> cannot -> {
                return Standing.BUSY;
            }
            case Match.Conflicting<List<Destination>> two -> {
                return Standing.BUSY;
            }
        }
        lessons.teach(copy, who(copy));
        long patienceEnds = System.nanoTime() + PATIENCE_NANOS;
        Standing standing = release.of(copy, who(copy), ways);
        while (standing == Standing.BUSY && System.nanoTime() - patienceEnds < 0) {
            deliveries.giveBack(List.of(copy.entry()));
            LockSupport.parkNanos(STEP_NANOS);
            standing = release.of(copy, who(copy), ways);
        }
        if (standing == Standing.RELEASED) {
            deliveries.wakeUp();
        }
        return standing;
    }

    /** For the audit. */
    private static String who(HeldCopy copy) {
        return "digest:" + copy.address();
    }

    private Optional<Page> page(HeldCopy copy) {
        return Sql.on(database, connection -> page(connection, copy));
    }

    private static Optional<Page> page(Connection connection, HeldCopy copy) throws SQLException {
        return Sql.of(COPY, copy.entry(), copy.recipientNo(), copy.address(), Quarantine.SPAM.rule()).first(connection, row -> {
            byte[] head = Optional.ofNullable(row.getBytes("head")).orElse("".getBytes(StandardCharsets.US_ASCII));
            ReceivedMessage message = ReceivedMessage.of(head);
            return new Page(Standing.KEPT, Optional.of(Sql.instant(row, "arrived_at")), shown(copy.address()), shown(field(message, "from").orElse(row.getString("reverse_path"))),
                    shown(field(message, "subject").orElse("")), shown(row.getString("state_text")));
        });
    }

    private static Optional<String> field(ReceivedMessage message, String name) {
        return message.fields().stream().filter(field -> field.named(name)).map(HeaderField::value).findFirst();
    }

    private static String shown(String text) {
        return VisibleText.of(text, SHOWN_OCTETS_MAX);
    }
}
