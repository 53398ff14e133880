package org.gatepost.workbench.cli.tool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.gatepost.ee.admin.policy.ActivationResult;
import org.gatepost.ee.admin.policy.DraftMade;
import org.gatepost.ee.admin.policy.PolicyVersion;
import org.gatepost.ee.admin.policy.PolicyVersions;
import org.gatepost.ee.wiring.PolicyLookups;
import org.gatepost.policytext.LineError;
import org.gatepost.policytext.PolicyDifference;
import org.gatepost.policytext.PolicyDocument;
import org.gatepost.policytext.PolicyText;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code tool policy}: the versions of policy in the database, as the desk has them. What changes something leaves its row in the audit. */
@Command(name = "policy", description = "Versions of policy: as text, made from text, checked, compared, activated and rolled back.", mixinStandardHelpOptions = true,
        subcommands = ImportSunTool.class)
final class PolicyTool implements Runnable {

    @ParentCommand
    private Tools tools;

    Tools tools() {
        return tools;
    }

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing required subcommand");
    }

    private interface Work {
        int with(PolicyVersions versions) throws SQLException, IOException;
    }

    /** In one transaction; a database that cannot be asked is said in one line. */
    private int on(Work work) throws IOException {
        Surroundings surroundings = Surroundings.of(System.getenv());
        try (Connection connection = surroundings.database()) {
            int code = work.with(new PolicyVersions(connection, surroundings.addresses(), PolicyLookups.ANSWERS));
            connection.commit();
            return code;
        } catch (SQLException e) {
            tools.complain("the database cannot be asked: " + e.getMessage());
            return Tools.NO;
        }
    }

    @Command(description = "All versions, the latest first.", mixinStandardHelpOptions = true)
    int list() throws IOException {
        return on(versions -> {
            tools.answer(Map.of("versions", versions.list().stream().map(PolicyTool::told).toList()));
            return Tools.ANSWERED;
        });
    }

    private static Map<String, Object> told(PolicyVersion version) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("version", version.id());
        members.put("state", version.active() ? "active" : version.isDraft() ? "draft" : "former");
        members.put("note", version.note());
        members.put("author", version.author());
        members.put("created", version.created().toString());
        version.activated().ifPresent(at -> members.put("activated", at.toString()));
        return members;
    }

    @Command(name = "export", description = "A version as text. The same rows give the same octets.", mixinStandardHelpOptions = true)
    int export(@Option(names = "--version-id", paramLabel = "N", description = "Which; by default the active one.") Optional<Long> version,
            @Parameters(arity = "0..1", paramLabel = "FILE", description = "Where to; else it stands in the answer.") Optional<Path> file) throws IOException {
        return on(versions -> {
            long id = version.isPresent() ? version.get() : versions.active();
            if (!versions.exists(id)) {
                return missing(id);
            }
            String text = PolicyText.write(versions.rows(id));
            Map<String, Object> members = new LinkedHashMap<>();
            members.put("version", id);
            if (file.isPresent()) {
                Files.writeString(file.get(), text);
                members.put("file", file.get().toString());
            } else {
                members.put("text", text);
            }
            tools.answer(members);
            return Tools.ANSWERED;
        });
    }

    private int missing(long version) {
        tools.answer(Map.of("errors", List.of("there is no policy version " + version)));
        return Tools.NO;
    }

    @Command(name = "import", description = "Makes a draft of a text, and says everything that is wrong with it.", mixinStandardHelpOptions = true)
    int draft(@Option(names = "--note", defaultValue = "", paramLabel = "TEXT", description = "Why it is made.") String note, @Option(names = "--author",
            defaultValue = "${sys:user.name}", paramLabel = "NAME", description = "Who makes it.") String author,
            @Parameters(paramLabel = "FILE", description = "What export wrote, or a person made of it.") Path file) throws IOException {
        String text = tools.readText(file);
        return on(versions -> switch (versions.draft(text, note, author)) {
            case DraftMade.Made(long version, List<LineError> errors) -> {
                Map<String, Object> members = new LinkedHashMap<>();
                members.put("version", version);
                members.put("errors", said(file, errors));
                tools.answer(members);
                yield errors.isEmpty() ? Tools.ANSWERED : Tools.NO;
            }
            case DraftMade.Rejected(List<LineError> errors) -> {
                tools.answer(Map.of("errors", said(file, errors)));
                yield Tools.NO;
            }
        });
    }

    private List<Map<String, Object>> said(Path file, List<LineError> errors) {
        errors.forEach(error -> tools.complain(file + ": " + error));
        return errors.stream().map(error -> Map.<String, Object>of("line", error.line(), "what", error.what())).toList();
    }

    @Command(description = "Everything that keeps a version from deciding.", mixinStandardHelpOptions = true)
    int validate(@Parameters(paramLabel = "VERSION", description = "Which.") long version) throws IOException {
        return on(versions -> {
            if (!versions.exists(version)) {
                return missing(version);
            }
            List<String> errors = versions.errors(version);
            tools.answer(Map.of("version", version, "errors", errors));
            return errors.isEmpty() ? Tools.ANSWERED : Tools.NO;
        });
    }

    @Command(description = "In which rows and columns two versions differ.", mixinStandardHelpOptions = true)
    int diff(@Parameters(paramLabel = "FROM", description = "The one.") long from, @Parameters(paramLabel = "TO", description = "The other.") long to) throws IOException {
        return on(versions -> {
            if (!versions.exists(from) || !versions.exists(to)) {
                return missing(versions.exists(from) ? to : from);
            }
            PolicyDifference difference = versions.difference(from, to);
            Map<String, Object> members = new LinkedHashMap<>();
            members.put("same", difference.isNone());
            members.put("added", difference.added().stream().map(PolicyTool::told).toList());
            members.put("removed", difference.removed().stream().map(PolicyTool::told).toList());
            members.put("changed", difference.changed().stream().map(PolicyTool::told).toList());
            tools.answer(members);
            return Tools.ANSWERED;
        });
    }

    private static Map<String, Object> told(PolicyDocument.Row row) {
        return Map.of("row", row.name().toString(), "columns", row.columns());
    }

    private static Map<String, Object> told(PolicyDifference.ChangedRow row) {
        Map<String, Object> columns = new LinkedHashMap<>();
        row.columns().forEach((name, column) -> {
            Map<String, Object> change = new LinkedHashMap<>();
            change.put("from", column.from().orElse(null));
            change.put("to", column.to().orElse(null));
            columns.put(name, change);
        });
        return Map.of("row", row.name().toString(), "columns", columns);
    }

    @Command(description = "Makes a version the one that decides; one that does not compile is refused.", mixinStandardHelpOptions = true)
    int activate(@Option(names = "--author", defaultValue = "${sys:user.name}", paramLabel = "NAME", description = "Who does it.") String author,
            @Parameters(paramLabel = "VERSION", description = "Which.") long version) throws IOException {
        return on(versions -> told(versions.activate(version, author)));
    }

    @Command(description = "Goes back to the version that decided before; again, further back.", mixinStandardHelpOptions = true)
    int rollback(@Option(names = "--author", defaultValue = "${sys:user.name}", paramLabel = "NAME", description = "Who does it.") String author) throws IOException {
        return on(versions -> told(versions.rollBack(author)));
    }

    private int told(ActivationResult result) {
        return switch (result) {
            case ActivationResult.Activated(long version, long replaced) -> {
                tools.answer(Map.of("active", version, "replaced", replaced));
                yield Tools.ANSWERED;
            }
            case ActivationResult.AlreadyActive(long version) -> {
                tools.answer(Map.of("active", version));
                yield Tools.ANSWERED;
            }
            case ActivationResult.Refused(long version, List<String> errors) -> {
                errors.forEach(tools::complain);
                tools.answer(Map.of("refused", version, "errors", errors));
                yield Tools.NO;
            }
            case ActivationResult.NotThere(String what) -> {
                tools.answer(Map.of("errors", List.of(what)));
                yield Tools.NO;
            }
        };
    }
}
