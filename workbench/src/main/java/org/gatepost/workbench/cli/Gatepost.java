package org.gatepost.workbench.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;

import org.gatepost.workbench.supervisor.Distribution;
import org.gatepost.workbench.supervisor.Instance;
import org.gatepost.workbench.supervisor.InstanceSettings;
import org.gatepost.workbench.supervisor.StartRefused;
import org.gatepost.workbench.supervisor.Supervisor;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line behind the script {@code gatepost}. Exit 0: done; 1: not, with one line on standard error; 2: wrong use. */
@Command(name = "gatepost", description = "An edge mail transfer agent.",
        subcommands = {Gatepost.Run.class, Gatepost.Start.class, Gatepost.Stop.class, Gatepost.Status.class, Bench.class})
public final class Gatepost {

    private Gatepost() {
    }

    public static void main(String[] arguments) {
        CommandLine line = new CommandLine(new Gatepost());
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            if (failure instanceof StartRefused) {
                System.err.println("gatepost: " + failure.getMessage());
            } else {
                System.err.println("gatepost: " + failure);
                failure.printStackTrace();
            }
            return 1;
        });
        System.exit(line.execute(arguments));
    }

    static Path root() {
        return Path.of(System.getProperty("gatepost.root", "."));
    }

    private static Instance background(InstanceSettings settings) {
        return new Instance(settings, Distribution.builtIn(root()), System.getProperty("java.class.path"));
    }

    @Command(name = "run", description = "Starts everything and stays in the foreground; Ctrl-C stops it.")
    static final class Run implements Callable<Integer> {
        @Override
        public Integer call() throws Exception {
            InstanceSettings settings = InstanceSettings.from(System.getenv(), root());
            new Supervisor(settings, Distribution.builtIn(root()), System.out::println).run();
            return 0;
        }
    }

    @Command(name = "start", description = "Starts everything in the background; returns when ready.")
    static final class Start implements Callable<Integer> {
        @Override
        public Integer call() throws Exception {
            System.out.println(background(InstanceSettings.from(System.getenv(), root())).start());
            return 0;
        }
    }

    @Command(name = "stop", description = "Stops what runs and clears what a killed server left.")
    static final class Stop implements Callable<Integer> {
        @Override
        public Integer call() throws Exception {
            background(InstanceSettings.unchecked(System.getenv(), root())).stop();
            return 0;
        }
    }

    @Command(name = "status", description = "Says what runs; exit code 0 only when SMTP answers.")
    static final class Status implements Callable<Integer> {
        @Override
        public Integer call() {
            Instance instance = background(InstanceSettings.unchecked(System.getenv(), root()));
            instance.report().forEach(System.out::println);
            return instance.answers() ? 0 : 1;
        }
    }
}
