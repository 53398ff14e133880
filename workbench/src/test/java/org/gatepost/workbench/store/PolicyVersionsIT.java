package org.gatepost.workbench.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.gatepost.channel.NextHop;
import org.gatepost.ee.admin.policy.ActivationResult;
import org.gatepost.ee.admin.policy.DraftMade;
import org.gatepost.ee.admin.policy.PolicyVersion;
import org.gatepost.ee.admin.policy.PolicyVersions;
import org.gatepost.ee.store.AccessFlags;
import org.gatepost.ee.store.PolicyAddresses;
import org.gatepost.ee.store.StoredPolicy;
import org.gatepost.ee.wiring.PolicyLookups;
import org.gatepost.policytext.LineError;
import org.gatepost.policytext.PolicyDifference;
import org.gatepost.policytext.PolicyText;
import org.gatepost.sunimport.Imported;
import org.gatepost.sunimport.SourceFile;
import org.gatepost.sunimport.SunImport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Versions of policy on the real tables: as text and back, checked, activated, compared and rolled back. */
class PolicyVersionsIT {

    private static final PolicyAddresses ADDRESSES = new PolicyAddresses(NextHop.parse("lmtp://127.0.0.1:2424"), NextHop.parse("smtp://127.0.0.1:2526"), Map.of(), false, false);

    private final Database database = Database.shared();
    private Connection connection;
    private PolicyVersions versions;
    private long shipped;

    @BeforeEach
    void begin() throws SQLException {
        database.empty();
        connection = database.source().getConnection();
        connection.setAutoCommit(false);
        versions = new PolicyVersions(connection, ADDRESSES, PolicyLookups.ANSWERS);
        shipped = versions.active();
    }

    /** Nothing of it stays. */
    @AfterEach
    void end() throws SQLException {
        connection.rollback();
        connection.close();
    }

    private String exported(long version) throws SQLException {
        return PolicyText.write(versions.rows(version));
    }

    private long made(String text) throws SQLException {
        DraftMade.Made made = assertInstanceOf(DraftMade.Made.class, versions.draft(text, "for a test", "tester"));
        assertEquals(List.of(), made.errors());
        return made.version();
    }

    @Test
    void whatShipsIsTheSameTextAfterImportAndExport() throws SQLException {
        String text = exported(shipped);
        long draft = made(text);
        assertEquals(text, exported(draft));
        assertTrue(versions.difference(shipped, draft).isNone());
        assertEquals(List.of(), versions.errors(draft));
        assertTrue(text.contains("[channel tcp_local]") && text.contains("[listener smtp]"), text);
    }

    /** Who adds a table to policy sees it exported, copied and compiled, or sees this fail. */
    @Test
    void everyTableThatIsCompiledIsExportedAndCopied() throws SQLException {
        Set<String> compiled = new TreeSet<>(StoredPolicy.tables());
        Set<String> versioned = new TreeSet<>(database.strings("SELECT table_name FROM information_schema.columns WHERE column_name = 'version_id' AND table_schema = current_schema() "
                + "AND table_name <> 'active_policy'"));
        assertEquals(versioned, compiled);
    }

    @Test
    void readingByTheEntitiesMappingFindsWhatTheTablesHold() throws SQLException {
        Set<String> channels = StoredPolicy.read(connection, shipped).channels().stream().map(channel -> channel.getName()).collect(Collectors.toSet());
        assertEquals(new HashSet<>(database.strings("SELECT name FROM channel WHERE version_id = " + shipped)), channels);
    }

    @Test
    void aTextThatDoesNotFitTheTablesIsRejectedWithEveryLine() throws SQLException {
        String text = "gatepost policy 1\n[nothing a]\n[channel a b]\n[channel tcp_x]\nbackoff = PT5S\nmaxjobs = many\nnotices = PT1H\n[channel tcp_y]\nspeed = 9\n";
        List<LineError> errors = assertInstanceOf(DraftMade.Rejected.class, versions.draft(text, "", "tester")).errors();
        assertEquals(List.of(2, 3, 3, 3, 4, 8, 8, 8), errors.stream().map(LineError::line).toList(), errors.toString());
        assertEquals("channel tcp_x: maxjobs: not of the type integer: 'many'", errors.get(4).what());
        assertEquals(0, versions.list().stream().filter(PolicyVersion::isDraft).count(), "nothing of it is there");
    }

    @Test
    void aDraftThatDoesNotCompileIsKeptAndCannotBeActivated() throws SQLException {
        String text = exported(shipped).replaceFirst("(?m)^notices = .*$", "notices = PT4H PT1H");
        DraftMade.Made made = assertInstanceOf(DraftMade.Made.class, versions.draft(text, "", "tester"));
        assertEquals(1, made.errors().size(), made.toString());
        assertTrue(made.errors().getFirst().what().contains("ages must rise"), made.toString());
        assertEquals("[", text.lines().toList().get(made.errors().getFirst().line() - 1).substring(0, 1), "the line of the row");
        ActivationResult.Refused refused = assertInstanceOf(ActivationResult.Refused.class, versions.activate(made.version(), "tester"));
        assertEquals(1, refused.errors().size());
        assertEquals(shipped, versions.active());
    }

    @Test
    void checkingATextMakesNothing() throws SQLException {
        assertEquals(List.of(), versions.errors(exported(shipped)));
        assertEquals(1, versions.errors(exported(shipped).replaceFirst("(?m)^notices = .*$", "notices = PT4H PT1H")).size());
        assertEquals(List.of(2), versions.errors("gatepost policy 1\n[nothing a]\n").stream().map(LineError::line).toList());
        assertEquals(0, versions.list().stream().filter(PolicyVersion::isDraft).count());
        try (var statement = connection.createStatement(); var rows = statement.executeQuery("SELECT count(*) FROM audit WHERE object LIKE 'policy:%'")) {
            rows.next();
            assertEquals(0, rows.getLong(1));
        }
    }

    @Test
    void activatingIsNotedAndRollingBackGoesTheWayBack() throws SQLException {
        long first = made(exported(shipped));
        long second = made(exported(shipped).replaceFirst("(?m)^maxjobs = 10$", "maxjobs = 11"));
        assertEquals(new ActivationResult.Activated(first, shipped), versions.activate(first, "tester"));
        assertEquals(new ActivationResult.AlreadyActive(first), versions.activate(first, "tester"));
        assertEquals(new ActivationResult.Activated(second, first), versions.activate(second, "tester"));
        PolicyDifference difference = versions.difference(first, second);
        assertEquals("11", difference.changed().getFirst().columns().get("maxjobs").to().orElseThrow());
        ActivationResult other = new ActivationResult.NotThere("version " + second + " decides by now, and not version " + first + ": nothing was changed");
        assertEquals(other, versions.rollBack(first, "tester"));
        assertEquals(other, versions.activate(shipped, first, "tester"));
        assertEquals(new ActivationResult.Activated(first, second), versions.rollBack(second, "tester"));
        assertEquals(new ActivationResult.Activated(shipped, first), versions.rollBack("tester"));
        assertInstanceOf(ActivationResult.NotThere.class, versions.rollBack("tester"));
        assertInstanceOf(ActivationResult.NotThere.class, versions.activate(999_999, "tester"));
        assertEquals(List.of("former", "former", "active"), versions.list().stream().map(version -> version.active() ? "active" : version.isDraft() ? "draft" : "former").toList());
        try (var statement = connection.createStatement(); var rows = statement.executeQuery("SELECT count(*) FROM audit WHERE login = 'tester' AND object LIKE 'policy:%'")) {
            rows.next();
            assertEquals(6, rows.getLong(1), "two drafts, two activations, two ways back");
        }
    }

    /** The files of a Messaging Server's edge, as {@code tool policy import-sun} reads them. */
    @Test
    void aPolicyMadeOfAMessagingServersFilesIsADraftThatCompiles() throws SQLException, IOException {
        Path files = Path.of(System.getProperty("gatepost.root", "..")).resolve("policy-ejb/src/test/resources/org/gatepost/sunimport");
        PolicyVersions withMx = new PolicyVersions(connection, new PolicyAddresses(ADDRESSES.store(), ADDRESSES.remote(), Map.of(), true, false), PolicyLookups.ANSWERS);
        Imported imported = SunImport.read(new SourceFile("imta.cnf", Files.readString(files.resolve("imta.cnf"))), new SourceFile("mappings", Files.readString(files.resolve("mappings"))),
                new SourceFile("option.dat", Files.readString(files.resolve("option.dat"))), name -> Optional.empty(), AccessFlags.terms(PolicyLookups.ANSWERS), PolicyLookups.ANSWERS);
        DraftMade.Made made = assertInstanceOf(DraftMade.Made.class, withMx.draft(PolicyText.write(imported.policy()), "from the old server", "tester"));
        assertEquals(List.of(), made.errors());
        assertEquals(shipped, versions.active(), "a draft decides nothing");
        assertInstanceOf(DraftMade.Made.class, withMx.draft(PolicyText.write(SunImport.read(SourceFile.NONE, SourceFile.NONE, SourceFile.NONE, name -> Optional.empty(),
                AccessFlags.terms(PolicyLookups.ANSWERS), PolicyLookups.ANSWERS).policy()), "from nothing", "tester"));
    }
}
