package org.gatepost.workbench.cli.tool;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import org.gatepost.workbench.sieve.TestResult;
import org.gatepost.workbench.sieve.TestScript;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Runs Sieve test scripts; one answer a test. */
@Command(name = "svtest", description = "Runs Sieve test scripts.", mixinStandardHelpOptions = true)
final class SvtestTool implements Callable<Integer> {

    @ParentCommand
    private Tools tools;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Files of tests.")
    private List<Path> files;

    @Override
    public Integer call() throws IOException {
        boolean passed = true;
        for (Path file : files) {
            // A file that cannot be read is wrong use, before any test of it runs.
            tools.read(file);
            for (TestResult result : TestScript.run(file)) {
                passed &= result.passed();
                Map<String, Object> answer = new LinkedHashMap<>();
                answer.put("file", result.file());
                answer.put("test", result.test());
                answer.put("passed", result.passed());
                answer.put("reason", result.reason());
                tools.answer(answer);
            }
        }
        return passed ? Tools.ANSWERED : Tools.NO;
    }
}
