package org.gatepost.ee.admin.policy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

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
import org.gatepost.gate.TableLookups;
import org.gatepost.policytext.LineError;
import org.gatepost.policytext.PolicyDifference;
import org.gatepost.policytext.PolicyText;

/** Policy versions, for a postmaster: listed, exported, imported as drafts, checked, compared, activated and rolled back. Each call is one transaction. */
@Stateless
@ForRoles(Roles.POSTMASTER)
public class PolicyAdmin {

    @Resource(lookup = "java:app/jdbc/gatepost")
    private DataSource database;
    @Inject
    private Caller caller;
    @Inject
    private Settings settings;
    @Inject
    private TableLookups lookups;

    private interface Work<T> {
        T with(PolicyVersions versions) throws SQLException;
    }

    /** The latest first; at most 1,000. */
    public List<PolicyVersion> versions() {
        return on(PolicyVersions::list);
    }

    /** A version as text; see {@link PolicyText}. */
    public String export(long version) {
        return on(versions -> PolicyText.write(versions.rows(version)));
    }

    /** A new draft of a text, by the caller. */
    public DraftMade draft(String text, String note) {
        return on(versions -> versions.draft(text, note, caller.login()));
    }

    /** What is wrong with a text; nothing is made of it. */
    public List<LineError> check(String text) {
        return on(versions -> versions.errors(text));
    }

    /** Everything that keeps a version from being activated. */
    public List<String> errors(long version) {
        return on(versions -> versions.errors(version));
    }

    public PolicyDifference difference(long from, long to) {
        return on(versions -> versions.difference(from, to));
    }

    /**
     * Makes a version the one that decides; one that does not compile is refused.
     *
     * @param shown which version decides as far as the caller knows: where it is another by now, what was compared no longer holds
     */
    public ActivationResult activate(long version, long shown) {
        return on(versions -> versions.activate(version, shown, caller.login()));
    }

    /** Goes back to the version that decided before {@code shown}, where that one decides still: of two who want it at once the second goes no further back. */
    public ActivationResult rollBack(long shown) {
        return on(versions -> versions.rollBack(shown, caller.login()));
    }

    private <T> T on(Work<T> work) {
        try (Connection connection = database.getConnection()) {
            return work.with(new PolicyVersions(connection, PolicyAddresses.of(settings), lookups.answers()));
        } catch (SQLException e) {
            throw new DeskUnavailable("The database cannot be asked.", e);
        }
    }
}
