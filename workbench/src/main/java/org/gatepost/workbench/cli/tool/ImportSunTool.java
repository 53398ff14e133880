package org.gatepost.workbench.cli.tool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

import org.gatepost.ee.store.AccessFlags;
import org.gatepost.ee.wiring.PolicyLookups;
import org.gatepost.policytext.PolicyDocument;
import org.gatepost.policytext.PolicyText;
import org.gatepost.sunimport.Finding;
import org.gatepost.sunimport.Imported;
import org.gatepost.sunimport.SourceFile;
import org.gatepost.sunimport.SunImport;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code tool policy import-sun}: a policy text of a Messaging Server's files, and all that is not in it. Asks nobody: the text becomes a draft by {@code import}. */
@Command(name = "import-sun", description = "Makes a policy text of the files of a Sun or Oracle Messaging Server, and lists what is not in it.", mixinStandardHelpOptions = true)
final class ImportSunTool implements Callable<Integer> {

    @ParentCommand
    private PolicyTool policy;

    @Option(names = "--imta-cnf", required = true, paramLabel = "FILE", description = "Rewrite rules and channels.")
    private Path imta;

    @Option(names = "--mappings", paramLabel = "FILE", description = "Mapping tables.")
    private Optional<Path> mappings;

    @Option(names = "--option-dat", paramLabel = "FILE", description = "Options.")
    private Optional<Path> options;

    @Option(names = "--out", paramLabel = "FILE", description = "Where the text goes; else it stands in the answer.")
    private Optional<Path> out;

    @Override
    public Integer call() throws IOException {
        Tools tools = policy.tools();
        SourceFile rules = source(tools, imta);
        Imported imported = SunImport.read(rules, source(tools, mappings), source(tools, options), beside(tools), AccessFlags.terms(PolicyLookups.ANSWERS), PolicyLookups.ANSWERS);
        imported.findings().stream().filter(finding -> finding.kind() == Finding.Kind.NOT_IMPORTED).forEach(finding -> tools.complain(finding.toString()));
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("whole", imported.isWhole());
        members.put("rows", imported.policy().rows().size());
        members.put("supplied", imported.supplied().stream().map(PolicyDocument.RowName::toString).toList());
        members.put("notImported", told(imported, Finding.Kind.NOT_IMPORTED));
        members.put("notNeeded", told(imported, Finding.Kind.NOT_NEEDED));
        String text = PolicyText.write(imported.policy());
        if (out.isPresent()) {
            Files.writeString(out.get(), text);
            members.put("file", out.get().toString());
        } else {
            members.put("text", text);
        }
        tools.answer(members);
        return imported.isWhole() ? Tools.ANSWERED : Tools.NO;
    }

    private static List<Map<String, Object>> told(Imported imported, Finding.Kind kind) {
        return imported.findings().stream().filter(finding -> finding.kind() == kind).map(ImportSunTool::told).toList();
    }

    private static Map<String, Object> told(Finding finding) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("file", finding.file());
        members.put("line", finding.line());
        members.put("text", finding.text());
        members.put("reason", finding.reason());
        return members;
    }

    private static SourceFile source(Tools tools, Optional<Path> file) {
        return file.map(path -> source(tools, path)).orElse(SourceFile.NONE);
    }

    private static SourceFile source(Tools tools, Path file) {
        return new SourceFile(file.toString(), tools.readText(file));
    }

    /** The directory of {@code imta.cnf}, and nothing that a link leads to from there. */
    private SourceFile.Beside beside(Tools tools) throws IOException {
        Path directory = imta.toAbsolutePath().toRealPath().getParent();
        return name -> {
            Path file = directory.resolve(name).normalize();
            try {
                return file.startsWith(directory) && Files.isRegularFile(file) && file.toRealPath().startsWith(directory) ? Optional.of(tools.readText(file)) : Optional.empty();
            } catch (IOException e) {
                return Optional.empty();
            }
        };
    }
}
