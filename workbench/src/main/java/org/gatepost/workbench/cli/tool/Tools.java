package org.gatepost.workbench.cli.tool;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.gatepost.mapping.SyntaxError;
import org.gatepost.trace.Alarms;
import org.gatepost.workbench.json.Json;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The tools' own way in, which loads nothing a tool does not need. A tool is a {@code Callable<Integer>} that has this as its {@code @ParentCommand}, answers
 * through {@link #answer} and returns {@link #ANSWERED} or {@link #NO}.
 */
@Command(name = "tool", description = "Policy tools that need no running server.", subcommands = {HelpCommand.class, MappingTool.class, RewriteTool.class, SpfTool.class,
        SieveTool.class, SvtestTool.class, AddressTool.class, PolicyTool.class, SessionTool.class})
public final class Tools {

    /** Exit code: there is an answer. */
    static final int ANSWERED = 0;
    /** Exit code: nothing matched, a test failed, or the input cannot be parsed. */
    static final int NO = 1;
    /** Exit code: the command line makes no sense, or names a file that cannot be read. */
    static final int WRONG_USE = 2;

    private final PrintStream out;
    private final PrintStream err;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Says how it is used.")
    private boolean help;

    @Spec
    private CommandSpec spec;

    private Tools(OutputStream out, OutputStream err) {
        this.out = new PrintStream(out, true, StandardCharsets.UTF_8);
        this.err = new PrintStream(err, true, StandardCharsets.UTF_8);
    }

    public static void main(String[] arguments) {
        System.exit(run(System.out, System.err, arguments));
    }

    /** One call of a tool; answers go to {@code out}. Returns its exit code. */
    static int run(OutputStream out, OutputStream err, String... arguments) {
        Tools tools = new Tools(out, err);
        CommandLine line = new CommandLine(tools);
        // A probe or an address may begin with "@".
        line.setExpandAtFiles(false);
        line.setOut(new PrintWriter(tools.out, true));
        line.setErr(new PrintWriter(tools.err, true));
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            failure.printStackTrace(tools.err);
            return NO;
        });
        return line.execute(arguments);
    }

    /** Says one answer. */
    void answer(Map<String, ?> members) {
        out.println(Json.line(members));
    }

    /** Says something that is no answer. */
    void complain(String message) {
        err.println(message);
    }

    /** What would be an alarm is said to whoever asked; nothing stands longer than one answer. */
    Alarms complaints() {
        return new Alarms() {
            @Override
            public void raise(String key, String text) {
                complain(text);
            }

            @Override
            public void clear(String key) {
                // None stands.
            }
        };
    }

    /** Says why a policy text cannot be read: as an answer, and for people. */
    int rejected(Path file, List<SyntaxError> errors) {
        errors.forEach(error -> complain(file + ": " + error));
        answer(Map.of("errors", errors.stream().map(Tools::told).toList()));
        return NO;
    }

    private static Map<String, Object> told(SyntaxError error) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("line", error.line());
        members.put("column", error.column());
        members.put("expected", error.expected());
        return members;
    }

    /** The octets of a file the command line names. */
    byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new ParameterException(spec.commandLine(), "cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /** The same as text. UTF-8, and where it is not, an octet a character: policy files are older than UTF-8. */
    String readText(Path file) {
        byte[] octets = read(file);
        String text = new String(octets, StandardCharsets.UTF_8);
        return text.indexOf('\uFFFD') < 0 ? text : new String(octets, StandardCharsets.ISO_8859_1);
    }
}
