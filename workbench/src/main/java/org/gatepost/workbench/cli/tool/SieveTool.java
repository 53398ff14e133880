package org.gatepost.workbench.cli.tool;

import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

import org.gatepost.sieve.SieveAction;
import org.gatepost.sieve.SieveInterpreter;
import org.gatepost.sieve.SieveOutcome;
import org.gatepost.sieve.language.ReadScript;
import org.gatepost.sieve.language.ScriptLibrary;
import org.gatepost.sieve.language.SieveError;
import org.gatepost.sieve.language.SieveLimits;
import org.gatepost.sieve.language.SieveParser;
import org.gatepost.sieve.message.HeaderRewrite;
import org.gatepost.workbench.files.CrLf;
import org.gatepost.workbench.sieve.ToolSurroundings;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Runs one script on one message and says what it wants done. */
@Command(name = "sieve", description = "Runs a Sieve script on a message and says what it wants done.", mixinStandardHelpOptions = true)
final class SieveTool implements Callable<Integer> {

    @ParentCommand
    private Tools tools;

    @Option(names = "--script", required = true, description = "The script. Scripts it includes are looked for beside it.")
    private Path script;

    @Option(names = "--message", required = true, description = "The message; lines may end in LF.")
    private Path message;

    @Option(names = "--from", required = true, description = "The reverse-path; empty for the null reverse-path.")
    private String from;

    @Option(names = "--to", required = true, description = "The recipient.")
    private String to;

    @Option(names = "--set", paramLabel = "NAME=VALUE", description = "spamtest (score from 0 to 10), virustest (from 0 to 5), time (ISO 8601), orig_to, auth, notify, ret, "
            + "envid, orcpt, recipient_delimiter; any other name is an item of the environment.")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Override
    public Integer call() {
        byte[] octets = CrLf.of(tools.read(message));
        SieveLimits limits = SieveLimits.DEFAULT;
        ToolSurroundings surroundings = ToolSurroundings.of(octets, from, to, settings, ZonedDateTime.now());
        return switch (new SieveParser(limits).read(script.getFileName().toString(), tools.read(script), library())) {
            case ReadScript.Broken(List<SieveError> errors) -> {
                tools.answer(answer(List.of(), errors));
                yield Tools.NO;
            }
            case ReadScript.Good good -> {
                SieveOutcome outcome = new SieveInterpreter(limits).run(good.script(), surroundings);
                tools.answer(answer(outcome.actions(), outcome.error().stream().toList()));
                yield Tools.ANSWERED;
            }
        };
    }

    private ScriptLibrary library() {
        return (global, name) -> {
            Path beside = script.resolveSibling(name);
            Path withEnding = script.resolveSibling(name + ".sieve");
            return java.nio.file.Files.isRegularFile(beside) ? Optional.of(tools.read(beside))
                    : java.nio.file.Files.isRegularFile(withEnding) ? Optional.of(tools.read(withEnding)) : Optional.empty();
        };
    }

    private static Map<String, Object> answer(List<SieveAction> actions, List<SieveError> errors) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("actions", actions.stream().map(SieveTool::said).toList());
        answer.put("errors", errors.stream().map(SieveTool::said).toList());
        return answer;
    }

    private static Map<String, Object> said(SieveError error) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("script", error.script());
        members.put("line", error.line());
        members.put("column", error.column());
        members.put("message", error.message());
        return members;
    }

    private static Map<String, Object> said(SieveAction action) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("action", action.name());
        switch (action) {
            case SieveAction.Keep keep -> {
                members.put("implicit", keep.implicit());
                members.put("flags", keep.flags());
                members.put("edits", edits(keep.edits()));
            }
            case SieveAction.FileInto into -> {
                members.put("action", "fileinto");
                members.put("mailbox", into.mailbox());
                members.put("copy", into.copy());
                members.put("create", into.create());
                into.specialUse().ifPresent(use -> members.put("specialUse", use));
                members.put("flags", into.flags());
                members.put("edits", edits(into.edits()));
            }
            case SieveAction.Redirect redirect -> {
                members.put("address", redirect.address());
                members.put("copy", redirect.copy());
                members.put("list", redirect.list());
                members.putAll(redirect.parameters());
                members.put("edits", edits(redirect.edits()));
            }
            case SieveAction.Reject reject -> {
                members.put("action", reject.kind().name().toLowerCase(java.util.Locale.ROOT));
                members.put("reason", reject.reason());
            }
            case SieveAction.Hold hold -> members.put("reason", hold.why());
            case SieveAction.Capture capture -> capture.address().ifPresent(address -> members.put("address", address));
            case SieveAction.Vacation vacation -> {
                vacation.seconds().ifPresent(seconds -> members.put("seconds", seconds));
                vacation.subject().ifPresent(subject -> members.put("subject", subject));
                vacation.from().ifPresent(address -> members.put("from", address));
                members.put("addresses", vacation.addresses());
                members.put("mime", vacation.mime());
                members.put("handle", vacation.handle());
                members.put("reason", vacation.reason());
            }
            case SieveAction.Notify notify -> {
                members.put("method", notify.method());
                notify.from().ifPresent(address -> members.put("from", address));
                members.put("importance", notify.importance());
                members.put("options", notify.options());
                notify.message().ifPresent(text -> members.put("message", text));
            }
            case SieveAction.AddTag tag -> members.put("tag", tag.tag());
            case SieveAction.SpamAdjust adjust -> {
                members.put("adjustment", adjust.adjustment());
                members.put("text", adjust.text());
            }
            case SieveAction.Replace replace -> {
                members.put("part", replace.part());
                members.put("mime", replace.mime());
                replace.subject().ifPresent(subject -> members.put("subject", subject));
                replace.from().ifPresent(address -> members.put("from", address));
                members.put("replacement", replace.replacement());
            }
            case SieveAction.Enclose enclose -> {
                enclose.subject().ifPresent(subject -> members.put("subject", subject));
                members.put("headers", enclose.headers());
                members.put("text", enclose.text());
            }
            case SieveAction.Discard discard -> {
            }
            case SieveAction.Jettison jettison -> {
            }
        }
        return members;
    }

    private static List<Map<String, Object>> edits(List<HeaderRewrite.Edit> edits) {
        List<Map<String, Object>> all = new ArrayList<>();
        for (HeaderRewrite.Edit edit : edits) {
            Map<String, Object> members = new LinkedHashMap<>();
            switch (edit) {
                case HeaderRewrite.Edit.Added(String name, String value, boolean last) -> {
                    members.put("edit", "add");
                    members.put("name", name);
                    members.put("value", value);
                    members.put("last", last);
                }
                case HeaderRewrite.Edit.Removed removed -> {
                    members.put("edit", "delete");
                    members.put("name", removed.name());
                    members.put("value", removed.field().unfolded());
                }
                case HeaderRewrite.Edit.Replaced replaced -> {
                    members.put("edit", "replace");
                    members.put("part", replaced.part());
                }
                case HeaderRewrite.Edit.Enclosed enclosed -> members.put("edit", "enclose");
            }
            all.add(members);
        }
        return all;
    }
}
