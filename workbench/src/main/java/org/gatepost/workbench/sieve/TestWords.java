package org.gatepost.workbench.sieve;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.gatepost.sieve.AddedWords;
import org.gatepost.sieve.SieveAction;
import org.gatepost.sieve.SieveRun;
import org.gatepost.sieve.language.AddedPhrase;
import org.gatepost.sieve.language.AddedWord;
import org.gatepost.sieve.language.AddedWord.Kind;
import org.gatepost.sieve.language.AddedWord.Shape;
import org.gatepost.sieve.language.MatchRule;
import org.gatepost.sieve.language.Position;
import org.gatepost.sieve.language.SieveCommand;
import org.gatepost.sieve.language.SieveTest;
import org.gatepost.sieve.language.SieveText;

/** What the words of a test script do. Not thread-safe. */
final class TestWords implements AddedWords {

    static final List<AddedWord> ALL = List.of(
            new AddedWord("test", Kind.COMMAND, Map.of(), false, List.of(Shape.STRING), true),
            command("test_fail", Shape.STRING),
            command("test_set", Shape.STRING, Shape.STRING),
            command("test_config_set", Shape.STRING, Shape.STRING),
            command("test_config_unset", Shape.STRING),
            new AddedWord("test_config_reload", Kind.COMMAND, Map.of("extension", true), false, List.of(), false),
            test("test_script_compile", Map.of(), false, Shape.STRING),
            test("test_script_run", Map.of("append_result", false), false),
            test("test_multiscript", Map.of(), false, Shape.STRINGS),
            test("test_result_execute", Map.of(), false),
            command("test_result_reset"),
            command("test_result_print"),
            test("test_result_action", Map.of("index", true), true, Shape.STRINGS),
            test("test_error", Map.of("index", true), true, Shape.STRINGS),
            new AddedWord("test_message", Kind.BOTH, Map.of("smtp", false, "folder", true), false, List.of(Shape.NUMBER), false),
            command("test_mailbox_create", Shape.STRING),
            command("test_mailbox_delete", Shape.STRING),
            new AddedWord("test_imap_metadata_set", Kind.COMMAND, Map.of("mailbox", true), false, List.of(Shape.STRING, Shape.STRING), false),
            command("test_binary_save", Shape.STRING),
            command("test_binary_load", Shape.STRING));

    /** Ends the test it is thrown in. */
    static final class Failed extends RuntimeException {
        private static final long serialVersionUID = 1;

        Failed(String why) {
            super(why, null, false, false);
        }
    }

    private final TestScript script;
    private final TestGround ground;
    private final TestDelivery delivery;
    private Optional<List<SieveAction>> kept = Optional.empty();
    private List<String> errors = List.of();

    TestWords(TestScript script, TestGround ground) {
        this.script = script;
        this.ground = ground;
        this.delivery = new TestDelivery(ground);
    }

    private static AddedWord command(String name, Shape... shapes) {
        return new AddedWord(name, Kind.COMMAND, Map.of(), false, List.of(shapes), false);
    }

    private static AddedWord test(String name, Map<String, Boolean> tags, boolean matches, Shape... shapes) {
        return new AddedWord(name, Kind.TEST, tags, matches, List.of(shapes), false);
    }

    @Override
    public void command(SieveCommand.Added command, SieveRun run) {
        AddedPhrase phrase = command.phrase();
        switch (phrase.name()) {
            case "test" -> script.runTest(text(phrase, 0, run), phrase.block(), run);
            case "test_fail" -> throw new Failed(text(phrase, 0, run));
            case "test_set" -> {
                if (!ground.set(text(phrase, 0, run), text(phrase, 1, run))) {
                    throw new Failed("nothing can be set that is called '" + text(phrase, 0, run) + "'");
                }
                if (text(phrase, 0, run).equals("message")) {
                    run.meetMessage();
                }
            }
            case "test_config_set" -> ground.settings().set(text(phrase, 0, run), text(phrase, 1, run));
            case "test_config_unset" -> ground.settings().unset(text(phrase, 0, run));
            case "test_config_reload" -> {
                ground.settings().reload();
                run.limit(ground.settings().limits());
            }
            case "test_result_reset" -> {
                kept = Optional.empty();
                delivery.forget();
                ground.outbox().clear();
                run.forgetActions();
            }
            case "test_message" -> {
                if (!message(phrase, run)) {
                    throw new Failed("there is no such message");
                }
            }
            case "test_mailbox_create" -> ground.store().create(text(phrase, 0, run));
            case "test_mailbox_delete" -> ground.store().delete(text(phrase, 0, run));
            case "test_imap_metadata_set" -> ground.store().annotate(tag(phrase, "mailbox", run), text(phrase, 0, run), text(phrase, 1, run));
            default -> {
                // Printing, saving and loading: there is nothing to show, and a script is read anew each time.
            }
        }
    }

    @Override
    public boolean test(SieveTest.Added test, SieveRun run) {
        AddedPhrase phrase = test.phrase();
        return switch (phrase.name()) {
            case "test_script_compile" -> took(script.compile(text(phrase, 0, run)));
            case "test_script_run" -> runScript(phrase.tags().containsKey("append_result"));
            case "test_multiscript" -> took(script.runAll(run.expand(phrase.strings().get(0)), delivery));
            case "test_result_execute" -> {
                boolean done = delivery.execute(kept.orElseGet(run::actions));
                errors = done ? errors : List.copyOf(delivery.problems());
                yield done;
            }
            case "test_result_action" -> compare(phrase, kept.orElseGet(run::actions).stream().map(SieveAction::name).toList(), run, test.at());
            case "test_error" -> compare(phrase, errors, run, test.at());
            case "test_message" -> message(phrase, run);
            default -> throw new IllegalStateException("the word " + phrase.name() + " is in the list and means nothing");
        };
    }

    private boolean took(List<String> problems) {
        errors = problems;
        return problems.isEmpty();
    }

    private boolean runScript(boolean append) {
        TestScript.Ran ran = script.run();
        errors = ran.errors();
        List<SieveAction> all = append ? new ArrayList<>(kept.orElse(List.of())) : new ArrayList<>();
        ran.actions().forEach(action -> merge(all, action));
        kept = Optional.of(all);
        return errors.isEmpty();
    }

    /** What a further script wants that was said already changes nothing; a keep takes the place of the same copy by another name. */
    private static void merge(List<SieveAction> all, SieveAction action) {
        for (int i = 0; i < all.size(); i++) {
            boolean same = SieveAction.sameDestination(all.get(i), action) || all.get(i) instanceof SieveAction.Reject && action instanceof SieveAction.Reject;
            if (same) {
                if (action instanceof SieveAction.Keep keep && !keep.implicit()) {
                    all.set(i, action);
                }
                return;
            }
        }
        boolean settled = all.stream().anyMatch(SieveAction::cancelsImplicitKeep);
        if (!(action instanceof SieveAction.Keep keep && keep.implicit() && settled)) {
            all.add(action);
        }
    }

    private boolean message(AddedPhrase phrase, SieveRun run) {
        int index = (int) Math.min(Integer.MAX_VALUE, phrase.numbers().get(0));
        Optional<String> folder = tag(phrase, "folder", run);
        if (folder.isPresent()) {
            Optional<TestStore.Stored> stored = ground.store().get(folder.get(), index);
            stored.ifPresent(found -> ground.setMessage(found.octets(), found.flags()));
            stored.ifPresent(found -> run.meetMessage());
            return stored.isPresent();
        }
        if (index >= ground.outbox().size()) {
            return false;
        }
        ground.receive(ground.outbox().get(index));
        run.meetMessage();
        return true;
    }

    private static boolean compare(AddedPhrase phrase, List<String> all, SieveRun run, Position at) {
        List<String> values = all;
        if (phrase.tags().containsKey("index") && phrase.rule().type() != MatchRule.Type.COUNT) {
            int index = Integer.parseInt(tag(phrase, "index", run).orElse("1"));
            values = index >= 1 && index <= all.size() ? List.of(all.get(index - 1)) : List.of();
        }
        return run.matches(phrase.rule(), values, run.expand(phrase.strings().get(0)), at);
    }

    private static Optional<String> tag(AddedPhrase phrase, String name, SieveRun run) {
        return Optional.ofNullable(phrase.tags().get(name)).flatMap(texts -> texts.stream().findFirst()).map(run::expand);
    }

    private static String text(AddedPhrase phrase, int place, SieveRun run) {
        List<SieveText> texts = phrase.strings().get(place);
        return run.expand(texts.get(0));
    }
}
