package org.gatepost.sieve;

import java.util.List;

import org.gatepost.sieve.language.MatchRule;
import org.gatepost.sieve.language.Position;
import org.gatepost.sieve.language.SieveCommand;
import org.gatepost.sieve.language.Utf8;
import org.gatepost.sieve.message.HeaderField;
import org.gatepost.sieve.message.HeaderRewrite;
import org.gatepost.sieve.message.SieveMessage;

/** The message's header as a run has left it so far (RFC 5293), within what may be added and taken out. Not thread-safe. */
final class EditedHeader {

    private final SieveRun run;
    private final SieveSurroundings surroundings;
    private SieveMessage message;
    private HeaderRewrite header;

    EditedHeader(SieveRun run, SieveSurroundings surroundings) {
        this.run = run;
        this.surroundings = surroundings;
    }

    /** Of the message there is now; another one has no edits yet. */
    HeaderRewrite rewrite() {
        SieveMessage now = surroundings.message();
        if (now != message) {
            message = now;
            header = new HeaderRewrite(now);
        }
        return header;
    }

    /** The edits are undone. */
    void forget() {
        message = null;
    }

    /** Adds a field, where that may be; last: below all others. */
    void add(String name, String value, boolean last, Position at) {
        if (!HeaderField.isName(name)) {
            throw new SieveRunError(at, "the field name '" + name + "' is invalid");
        }
        if (!HeaderField.isValue(value)) {
            throw new SieveRunError(at, "the value for the new header field '" + name + "' is invalid");
        }
        if (name.length() + Utf8.octets(value) > run.limits().addedFieldOctets()) {
            throw new SieveRunError(at, "the new header field is longer than " + run.limits().addedFieldOctets() + " octets");
        }
        if (surroundings.mayAdd(name)) {
            rewrite().add(name, value, last);
        }
    }

    /** Adds a field that is written whole. */
    void add(String field, Position at) {
        int colon = field.indexOf(':');
        if (colon < 1) {
            throw new SieveRunError(at, "the header field '" + field + "' has no name");
        }
        add(field.substring(0, colon).strip(), field.substring(colon + 1).strip(), false, at);
    }

    /** Takes fields out, where that may be. */
    void delete(SieveCommand.DeleteHeader command) {
        String name = run.expand(command.name());
        if (!HeaderField.isName(name)) {
            throw new SieveRunError(command.at(), "the field name '" + name + "' is invalid");
        }
        if (!surroundings.mayDelete(name)) {
            return;
        }
        List<HeaderField> named = TestRunner.indexed(rewrite().fields().stream().filter(field -> field.named(name)).toList(), command.index());
        List<String> keys = command.values().map(run::expand).orElse(List.of());
        if (command.rule().type() == MatchRule.Type.COUNT && command.values().isPresent()) {
            if (run.matcher().count(command.rule(), named.size(), keys)) {
                named.forEach(rewrite()::remove);
            }
            return;
        }
        for (HeaderField field : named) {
            if (command.values().isEmpty() || run.matcher().one(command.rule(), field.value(), keys, command.at())) {
                rewrite().remove(field);
            }
        }
    }
}
