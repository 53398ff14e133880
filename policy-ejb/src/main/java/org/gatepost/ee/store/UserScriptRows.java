package org.gatepost.ee.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.gatepost.sieve.UserScripts;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.stage.Match;

/**
 * The rows of user_script. Who has an active one is known in memory and looked at anew every few seconds where anything changed, so that users without one cost
 * nothing; the text is read when it is needed and kept. Safe for use by many threads.
 */
public final class UserScriptRows implements UserScripts {

    /** Characters of texts that are kept. */
    public static final int CHARACTERS_MAX = 16 << 20;

    private static final String NUMBER = "SELECT number FROM user_script_change";
    private static final String OWNERS = "SELECT owner, changed_at FROM user_script WHERE active";
    private static final String NAMED = "SELECT script FROM user_script WHERE owner = ? AND name = ?";
    /** The owner of scripts that everybody may include. */
    private static final String EVERYBODY = "@";
    private static final String TEXT = "SELECT script FROM user_script WHERE owner = ? AND active";

    /** Who has an active script, since when, as of that change. */
    private record Owners(long number, Map<String, Instant> since) {
    }

    private record Version(String owner, Instant since) {
    }

    private final Transactions transactions;
    private final Cache<Version, String> texts = Caffeine.newBuilder().maximumWeight(CHARACTERS_MAX).<Version, String>weigher((version, text) -> text.length() + 1).build();
    private volatile Optional<Owners> owners = Optional.empty();

    public UserScriptRows(Transactions transactions) {
        this.transactions = transactions;
    }

    /** Looks whether anything changed, and if so who has a script now. Throws where the database does not answer; what was known stays. */
    public void look() {
        owners = Optional.of(transactions.inOne(connection -> {
            long number = number(connection);
            Optional<Owners> known = owners;
            return known.isPresent() && known.get().number() == number ? known.get() : new Owners(number, owners(connection));
        }));
    }

    @Override
    public Match<String> active(Mailbox owner) {
        try {
            if (owners.isEmpty()) {
                look();
            }
            Map<String, Instant> since = owners.orElseThrow().since();
            if (since.isEmpty()) {
                return new Match.NotFound<>();
            }
            String name = owner.address().toLowerCase(Locale.ROOT);
            Instant changed = since.get(name);
            return changed == null ? new Match.NotFound<>() : text(new Version(name, changed));
        } catch (RuntimeException e) {
            return new Match.Unavailable<>("user_script: " + e.getMessage());
        }
    }

    @Override
    public Match<String> named(Optional<Mailbox> owner, String name) {
        try {
            Optional<String> text = transactions.inOne(connection -> text(connection, NAMED, owner.map(Mailbox::address).orElse(EVERYBODY).toLowerCase(Locale.ROOT), name));
            return text.<Match<String>>map(Match.Found::new).orElseGet(Match.NotFound::new);
        } catch (RuntimeException e) {
            return new Match.Unavailable<>("user_script: " + e.getMessage());
        }
    }

    @Override
    public long version() {
        return owners.map(Owners::number).orElse(-1L);
    }

    private Match<String> text(Version version) {
        String text = texts.get(version, wanted -> transactions.inOne(connection -> text(connection, TEXT, wanted.owner())).orElse(null));
        return text == null ? new Match.NotFound<>() : new Match.Found<>(text);
    }

    private static long number(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(NUMBER); ResultSet row = select.executeQuery()) {
            return row.next() ? row.getLong(1) : 0;
        }
    }

    private static Map<String, Instant> owners(Connection connection) throws SQLException {
        Map<String, Instant> since = new HashMap<>();
        try (PreparedStatement select = connection.prepareStatement(OWNERS); ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                since.put(rows.getString(1), rows.getTimestamp(2).toInstant());
            }
        }
        return Map.copyOf(since);
    }

    private static Optional<String> text(Connection connection, String sql, String... parameters) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                select.setString(i + 1, parameters[i]);
            }
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
            }
        }
    }
}
