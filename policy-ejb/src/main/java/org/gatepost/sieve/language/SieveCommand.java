package org.gatepost.sieve.language;

import java.util.List;
import java.util.Optional;

/** What a script can do. Actions are only said here; nothing happens before the whole script has run. */
public sealed interface SieveCommand {

    /** Where it stands. */
    Position at();

    /** One that says which commands come next. */
    sealed interface Control extends SieveCommand {
    }

    /** One that does something, or says what is to be done. */
    sealed interface Effect extends SieveCommand {
    }

    enum FlagEdit { SET, ADD, REMOVE }

    enum RejectKind { REJECT, EREJECT, REFUSE }

    enum Modifier { LOWER, UPPER, LOWERFIRST, UPPERFIRST, QUOTEWILDCARD, QUOTEREGEX, ENCODEURL, LENGTH }

    /** Branches are tried in order; {@code otherwise} is for where none is true. */
    record If(Position at, List<Branch> branches, List<SieveCommand> otherwise) implements Control {
    }

    /** One {@code if} or {@code elsif}. */
    record Branch(SieveTest test, List<SieveCommand> commands) {
    }

    record Stop(Position at) implements Control {
    }

    /** @param flags absent: those of the internal variable */
    record Keep(Position at, Optional<List<SieveText>> flags) implements Effect {
    }

    record Discard(Position at) implements Effect {
    }

    record FileInto(Position at, SieveText mailbox, boolean copy, boolean create, Optional<List<SieveText>> flags, Optional<SieveText> specialUse)
            implements Effect {
    }

    record Redirect(Position at, SieveText address, boolean copy, boolean list, DeliveryWishes wishes) implements Effect {
    }

    /** What a redirected copy's envelope asks for (RFC 6009). */
    record DeliveryWishes(Optional<SieveText> notifyWhen, Optional<SieveText> ret, Optional<Long> byTimeRelative, Optional<SieveText> byTimeAbsolute,
            Optional<SieveText> byMode, boolean byTrace) {
    }

    record Reject(Position at, RejectKind kind, SieveText reason) implements Effect {
    }

    record Vacation(Position at, Optional<Long> seconds, Optional<SieveText> subject, Optional<SieveText> from, List<SieveText> addresses, boolean mime,
            Optional<SieveText> handle, SieveText reason) implements Effect {
    }

    record Notify(Position at, Optional<SieveText> from, Optional<SieveText> importance, List<SieveText> options, Optional<SieveText> message, SieveText method)
            implements Effect {
    }

    record Set(Position at, SieveText.Piece.Variable variable, List<Modifier> modifiers, SieveText value) implements Effect {
    }

    record AddHeader(Position at, boolean last, SieveText name, SieveText value) implements Effect {
    }

    /** The original's form: a whole field in one string. */
    record AddField(Position at, SieveText field) implements Effect {
    }

    record DeleteHeader(Position at, MatchRule rule, Optional<FieldIndex> index, SieveText name, Optional<List<SieveText>> values) implements Effect {
    }

    /** @param variable absent: the internal one */
    record Flag(Position at, FlagEdit edit, Optional<SieveText> variable, List<SieveText> flags) implements Effect {
    }

    /** @param script as it was found; absent where an optional one is missing */
    record Include(Position at, boolean once, String name, Optional<SieveScript> script) implements Control {
    }

    record Return(Position at) implements Control {
    }

    record Global(Position at, List<String> variables) implements Effect {
    }

    /** @param name of the loop, for {@code break :name} */
    record ForEveryPart(Position at, Optional<String> name, List<SieveCommand> commands) implements Control {
    }

    record Break(Position at, Optional<String> name) implements Control {
    }

    record ExtractText(Position at, SieveText.Piece.Variable variable, List<Modifier> modifiers, Optional<Long> first) implements Effect {
    }

    record Replace(Position at, boolean mime, Optional<SieveText> subject, Optional<SieveText> from, SieveText replacement) implements Effect {
    }

    record Enclose(Position at, Optional<SieveText> subject, List<SieveText> headers, SieveText text) implements Effect {
    }

    record Error(Position at, SieveText message) implements Effect {
    }

    record AddTag(Position at, SieveText tag) implements Effect {
    }

    record SpamAdjust(Position at, SieveText adjustment) implements Effect {
    }

    record Jettison(Position at) implements Effect {
    }

    record Hold(Position at, Optional<SieveText> why) implements Effect {
    }

    /** @param address absent: the domain's journal */
    record Capture(Position at, Optional<SieveText> address) implements Effect {
    }

    /** A word that is not the engine's own, for whoever offers it. */
    record Added(Position at, AddedPhrase phrase) implements Effect {
    }
}
