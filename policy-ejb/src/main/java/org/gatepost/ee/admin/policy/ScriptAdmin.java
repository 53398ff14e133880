package org.gatepost.ee.admin.policy;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import javax.sql.DataSource;

import jakarta.annotation.Resource;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;

import org.gatepost.ee.admin.Caller;
import org.gatepost.ee.admin.DeskUnavailable;
import org.gatepost.ee.admin.ForRoles;
import org.gatepost.ee.admin.Roles;
import org.gatepost.ee.settings.Settings;
import org.gatepost.ee.store.PolicyAddresses;
import org.gatepost.gate.ScriptPolicy;
import org.gatepost.gate.TableLookups;
import org.gatepost.policytext.LineError;
import org.gatepost.policytext.PolicyDocument;
import org.gatepost.policytext.PolicyText;
import org.gatepost.sieve.CompiledScripts;
import org.gatepost.sieve.ScriptLevel;
import org.gatepost.sieve.language.ReadScript;
import org.gatepost.sieve.language.SieveError;
import org.gatepost.sieve.language.SieveLimits;

/** Sieve scripts at the desk, for a postmaster: those of policy, each change of which is a new draft, and those users keep here, which are only looked at. */
@Stateless
@ForRoles(Roles.POSTMASTER)
public class ScriptAdmin {

    /** Scripts of one user that are shown. */
    public static final int USER_SCRIPTS_MAX = 50;
    /** Characters of a script that the desk shows and takes. */
    public static final int CHARACTERS_MAX = 200_000;
    private static final String TABLE = "sieve_filter";
    private static final String OF_USER = "SELECT name, active, script, changed_at FROM user_script WHERE owner = ? ORDER BY active DESC, name LIMIT ?";

    @Resource(lookup = "java:app/jdbc/gatepost")
    private DataSource database;
    @Inject
    private Caller caller;
    @Inject
    private Settings settings;
    @Inject
    private TableLookups lookups;

    /** Something that is wrong with a script, and where. @param line 0 where no line is to blame */
    public record Fault(int line, int column, String what) {
    }

    /** A script a user keeps here. @param wrong what keeps it from being run; its includes are not looked at */
    public record UserScript(String name, boolean active, String script, Instant changed, List<Fault> wrong) {
        public UserScript {
            wrong = List.copyOf(wrong);
        }
    }

    private interface Work<T> {
        T with(Connection connection) throws SQLException;
    }

    /** The version that decides. */
    public long active() {
        return on(connection -> versions(connection).active());
    }

    /** The scripts of a version, by name. */
    public List<SieveFilter> filters(long version) {
        return on(connection -> versions(connection).rows(version).rows().stream().filter(row -> row.name().table().equals(TABLE))
                .map(row -> new SieveFilter(row.name().key().getFirst(), row.columns().getOrDefault("script", ""), row.columns().getOrDefault("journal", ""))).toList());
    }

    /** What is wrong with a script of that owner, with line and column; nothing is made of it. */
    public List<Fault> check(String name, String script) {
        ScriptLevel level;
        try {
            level = ScriptPolicy.owner(name).level();
        } catch (IllegalArgumentException e) {
            return List.of(new Fault(0, 0, e.getMessage()));
        }
        return faults(level, name, script);
    }

    private static List<Fault> faults(ScriptLevel level, String name, String script) {
        if (script.length() > CHARACTERS_MAX) {
            return List.of(new Fault(0, 0, "the script is longer than " + CHARACTERS_MAX + " characters: use ./gatepost tool policy"));
        }
        return switch (CompiledScripts.parse(SieveLimits.DEFAULT, level, name, script)) {
            case ReadScript.Good good -> List.of();
            case ReadScript.Broken(List<SieveError> errors) -> errors.stream().map(error -> new Fault(error.line(), error.column(), error.message())).toList();
        };
    }

    /** A new draft: that version with this script instead of the one of the same owner, or besides. */
    public DraftMade draft(long version, SieveFilter filter, String note) {
        Map<String, String> columns = new LinkedHashMap<>();
        columns.put("script", filter.script());
        if (!filter.journal().isBlank()) {
            columns.put("journal", filter.journal().strip());
        }
        return draft(version, filter.name(), List.of(new PolicyDocument.Row(rowName(filter.name()), columns, 0)), note);
    }

    /** A new draft: that version without that owner's script. */
    public DraftMade draftWithout(long version, String name, String note) {
        return draft(version, name, List.of(), note);
    }

    private DraftMade draft(long version, String name, List<PolicyDocument.Row> instead, String note) {
        return on(connection -> {
            PolicyVersions versions = versions(connection);
            if (!versions.exists(version)) {
                return new DraftMade.Rejected(List.of(new LineError(0, "there is no policy version " + version)));
            }
            List<PolicyDocument.Row> rows = new ArrayList<>(versions.rows(version).rows());
            rows.removeIf(row -> row.name().equals(rowName(name)));
            rows.addAll(instead);
            return versions.draft(PolicyText.write(new PolicyDocument(rows)), note, caller.login());
        });
    }

    private static PolicyDocument.RowName rowName(String name) {
        return new PolicyDocument.RowName(TABLE, List.of(name));
    }

    /** The scripts a user keeps here, the one that is run first; none for an address nobody keeps any by. Those in the directory are not among them. */
    public List<UserScript> ofUser(String address) {
        String owner = address.strip().toLowerCase(Locale.ROOT);
        return on(connection -> {
            List<UserScript> found = new ArrayList<>();
            try (PreparedStatement select = connection.prepareStatement(OF_USER)) {
                select.setString(1, owner);
                select.setInt(2, USER_SCRIPTS_MAX);
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        String script = row.getString("script");
                        found.add(new UserScript(row.getString("name"), row.getBoolean("active"), script, row.getObject("changed_at", OffsetDateTime.class).toInstant(),
                                faults(ScriptLevel.USER, row.getString("name"), script)));
                    }
                }
            }
            return found;
        });
    }

    private PolicyVersions versions(Connection connection) {
        return new PolicyVersions(connection, PolicyAddresses.of(settings), lookups.answers());
    }

    private <T> T on(Work<T> work) {
        try (Connection connection = database.getConnection()) {
            return work.with(connection);
        } catch (SQLException e) {
            throw new DeskUnavailable("The database cannot be asked.", e);
        }
    }
}
