package org.gatepost.ee.admin.policy;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

import org.gatepost.ee.admin.AuditLog;
import org.gatepost.ee.store.CompiledPolicy;
import org.gatepost.ee.store.PolicyAddresses;
import org.gatepost.ee.store.PolicyLoader;
import org.gatepost.ee.store.StoredPolicy;
import org.gatepost.policytext.LineError;
import org.gatepost.policytext.PolicyDifference;
import org.gatepost.policytext.PolicyDocument;
import org.gatepost.policytext.PolicyReading;
import org.gatepost.policytext.PolicyText;

/**
 * Policy versions in the transaction of one connection: who calls commits. A version is never changed; changing policy is making another one and activating
 * it. What changes something leaves its row in the audit. For one thread.
 */
public final class PolicyVersions {

    private static final String LIST = """
            SELECT v.id, v.note, v.author, v.created_at, v.id = a.version_id, CASE WHEN v.id = a.version_id THEN a.changed_at
                   ELSE (SELECT max(p.at) FROM policy_activation p WHERE p.version = v.id OR p.replaced = v.id) END
              FROM policy_version v, active_policy a ORDER BY v.id DESC LIMIT ?""";
    private static final String WAY_BACK = "SELECT replaced FROM policy_activation WHERE version = ? AND NOT rolled_back ORDER BY id DESC LIMIT 1";
    private static final String BEFORE = "before_draft";
    private static final String BEFORE_CHECK = "before_check";

    /** Versions that are listed, the latest first. */
    static final int LISTED_MAX = 1_000;
    /** Characters of a note. */
    static final int NOTE_MAX = 1_000;

    private final Connection connection;
    private final PolicyAddresses addresses;
    private final Set<String> answered;

    /**
     * @param addresses for compiling
     * @param answered what mapping tables can ask, as {@code TableLookups.answers} names it
     */
    public PolicyVersions(Connection connection, PolicyAddresses addresses, Set<String> answered) {
        this.connection = connection;
        this.addresses = addresses;
        this.answered = Set.copyOf(answered);
    }

    /** The latest first; at most 1,000. */
    public List<PolicyVersion> list() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(LIST)) {
            statement.setInt(1, LISTED_MAX);
            try (ResultSet row = statement.executeQuery()) {
                List<PolicyVersion> versions = new ArrayList<>();
                while (row.next()) {
                    versions.add(new PolicyVersion(row.getLong(1), row.getString(2), row.getString(3), instant(row, 4).orElseThrow(), row.getBoolean(5), instant(row, 6)));
                }
                return versions;
            }
        }
    }

    /** The version that decides. */
    public long active() throws SQLException {
        return number("SELECT version_id FROM active_policy").orElseThrow();
    }

    public boolean exists(long version) throws SQLException {
        return number("SELECT id FROM policy_version WHERE id = ?", version).isPresent();
    }

    /** All rows of a version, whichever tables there are; none for one that does not exist. */
    public PolicyDocument rows(long version) throws SQLException {
        return PolicyTables.of(connection).document(connection, version);
    }

    /** In which rows two versions differ. */
    public PolicyDifference difference(long from, long to) throws SQLException {
        return PolicyDifference.between(rows(from), rows(to));
    }

    /** Compiles a version without activating it: nothing, or every error. */
    public List<String> errors(long version) throws SQLException {
        return switch (PolicyLoader.compile(StoredPolicy.read(connection, version), addresses, answered)) {
            case CompiledPolicy.Good good -> List.of();
            case CompiledPolicy.Bad(List<String> errors) -> errors;
        };
    }

    /** What a draft of a text would have to hear; nothing is made, and nothing stands in the audit. */
    public List<LineError> errors(String text) throws SQLException {
        Savepoints.set(connection, BEFORE_CHECK);
        DraftMade made = draft(text, "", "");
        Savepoints.rollBackTo(connection, BEFORE_CHECK);
        return switch (made) {
            case DraftMade.Made(long version, List<LineError> errors) -> errors;
            case DraftMade.Rejected(List<LineError> errors) -> errors;
        };
    }

    /** Makes a draft of a text. */
    public DraftMade draft(String text, String note, String author) throws SQLException {
        return switch (PolicyText.read(text)) {
            case PolicyReading.Rejected(List<LineError> errors) -> new DraftMade.Rejected(errors);
            case PolicyReading.Read(PolicyDocument document) -> draft(document, note, author);
        };
    }

    private DraftMade draft(PolicyDocument document, String note, String author) throws SQLException {
        Savepoints.set(connection, BEFORE);
        long version = DraftRows.version(connection, note.length() > NOTE_MAX ? note.substring(0, NOTE_MAX) : note, author);
        List<LineError> refused = new DraftRows(connection, PolicyTables.of(connection)).insert(document, version);
        if (!refused.isEmpty()) {
            Savepoints.rollBackTo(connection, BEFORE);
            return new DraftMade.Rejected(refused);
        }
        Savepoints.release(connection, BEFORE);
        audit(author, "draft", version, note);
        return new DraftMade.Made(version, errors(version).stream().map(error -> new LineError(document.rowOf(error).map(PolicyDocument.Row::line).orElse(0), error)).toList());
    }

    /** Makes a version the one that decides, where it compiles. */
    public ActivationResult activate(long version, String author) throws SQLException {
        return activate(version, author, false);
    }

    /** Goes back to the version that decided before the one that does now; calling it again goes back further. */
    public ActivationResult rollBack(String author) throws SQLException {
        OptionalLong former = number(WAY_BACK, locked());
        return former.isPresent() ? activate(former.getAsLong(), author, true) : new ActivationResult.NotThere("no version decided before this one");
    }

    /** The same for somebody who was shown that {@code shown} decides: where another does by now, nothing is done. */
    public ActivationResult activate(long version, long shown, String author) throws SQLException {
        long decides = locked();
        return decides == shown ? activate(version, author) : notAsShown(decides, shown);
    }

    /** The same for somebody who was shown that {@code shown} decides: where another does by now, nothing is done. */
    public ActivationResult rollBack(long shown, String author) throws SQLException {
        long decides = locked();
        return decides == shown ? rollBack(author) : notAsShown(decides, shown);
    }

    private static ActivationResult notAsShown(long decides, long shown) {
        return new ActivationResult.NotThere("version " + decides + " decides by now, and not version " + shown + ": nothing was changed");
    }

    private ActivationResult activate(long version, String author, boolean back) throws SQLException {
        if (!exists(version)) {
            return new ActivationResult.NotThere("there is no policy version " + version);
        }
        long before = locked();
        if (before == version) {
            return new ActivationResult.AlreadyActive(version);
        }
        List<String> errors = errors(version);
        if (!errors.isEmpty()) {
            return new ActivationResult.Refused(version, errors);
        }
        try (PreparedStatement statement = connection.prepareStatement("SELECT policy_activate(?, ?, ?)")) {
            statement.setLong(1, version);
            statement.setString(2, author);
            statement.setBoolean(3, back);
            statement.execute();
        }
        audit(author, back ? "rollback" : "activate", version, "instead of version " + before);
        return new ActivationResult.Activated(version, before);
    }

    /** The version that decides, and nobody else changes that before this transaction ends. */
    private long locked() throws SQLException {
        return number("SELECT version_id FROM active_policy FOR UPDATE").orElseThrow();
    }

    private void audit(String author, String action, long version, String text) throws SQLException {
        AuditLog.note(connection, author, action, "policy:" + version, text);
    }

    private OptionalLong number(String sql, long... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setLong(i + 1, parameters[i]);
            }
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
            }
        }
    }

    private static Optional<Instant> instant(ResultSet row, int place) throws SQLException {
        return Optional.ofNullable(row.getObject(place, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }
}
