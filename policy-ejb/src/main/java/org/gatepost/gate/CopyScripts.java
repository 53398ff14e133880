package org.gatepost.gate;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.gatepost.directory.LocalMailbox;
import org.gatepost.directory.MailUser;
import org.gatepost.directory.Treatment;
import org.gatepost.mail.ChannelName;
import org.gatepost.sieve.CompiledScripts;
import org.gatepost.sieve.ScriptLevel;
import org.gatepost.sieve.ScriptOrder.Layer;
import org.gatepost.sieve.UserScripts;
import org.gatepost.sieve.language.ReadScript;
import org.gatepost.sieve.language.SieveError;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.stage.Match;

/** Which scripts are run for a copy, of all levels: its user's and the head's of the user's household, from the directory and from our own store, its domain's, its channels', the system's. Safe for use by many threads. */
final class CopyScripts {

    private final CompiledScripts compiled;
    private final UserScripts users;
    private final Households households;

    CopyScripts(CompiledScripts compiled, UserScripts users, Households households) {
        this.households = households;
        this.compiled = compiled;
        this.users = users;
    }

    /** Whether a copy's user or domain has any script or answer of its own; quick. */
    boolean hasOwn(AcceptedRecipient.Copy copy) {
        return copy.mailbox().filter(box -> box.user().autoreply().isPresent() || says(box.user().treatment()) || says(box.domain().treatment())
                || !(users.active(box.user().mail()) instanceof Match.NotFound<String>)).isPresent();
    }

    private static boolean says(Treatment treatment) {
        return !treatment.scripts().isEmpty() || !treatment.captures().isEmpty() || treatment.headOfHousehold().isPresent();
    }

    /** Them, in the order they are heard; none where nobody has any. {@link Match.Unavailable}: the store cannot be asked. */
    Match<List<Layer>> of(AcceptedRecipient.Copy copy, ScriptPolicy policy, ChannelName source, Findings findings) {
        Optional<LocalMailbox> mailbox = copy.mailbox();
        Match<String> stored = mailbox.isPresent() ? users.active(mailbox.get().user().mail()) : new Match.NotFound<>();
        if (stored instanceof Match.Unavailable<String>(String why)) {
            return new Match.Unavailable<>(why);
        }
        List<ScriptPolicy.Owner> owners = policy.concerning(domain(copy), source, copy.route().channel());
        List<String> own = mailbox.map(box -> box.user().treatment().scripts()).orElse(List.of());
        List<String> domains = mailbox.map(box -> box.domain().treatment().scripts()).orElse(List.of());
        Match<List<ReadScript>> household = household(mailbox);
        if (!(household instanceof Match.Found<List<ReadScript>>(List<ReadScript> heads))) {
            return household.then(each -> new Match.Found<>(List.of()));
        }
        if (heads.isEmpty() && owners.isEmpty() && own.isEmpty() && domains.isEmpty() && findings.scripts().isEmpty() && !(stored instanceof Match.Found<String>)) {
            return new Match.Found<>(List.of());
        }
        List<Layer> layers = new ArrayList<>();
        own.forEach(text -> layers.add(new Layer(ScriptLevel.USER, users(ScriptLevel.USER, mailbox.get().user(), text))));
        if (stored instanceof Match.Found<String>(String text)) {
            layers.add(new Layer(ScriptLevel.USER, users(ScriptLevel.USER, mailbox.get().user(), text)));
        }
        heads.forEach(script -> layers.add(new Layer(ScriptLevel.HOUSEHOLD, script)));
        domains.forEach(text -> layers.add(new Layer(ScriptLevel.DOMAIN, compiled.read(ScriptLevel.DOMAIN, text))));
        owners.forEach(owner -> layers.add(new Layer(owner.level(), new ReadScript.Good(policy.filters().get(owner).script()))));
        findings.scripts().values().forEach(text -> layers.add(new Layer(ScriptLevel.ENGINE, compiled.read(ScriptLevel.ENGINE, text))));
        return new Match.Found<>(layers);
    }

    /** What the head of the user's household has, who is no other than the user at times; a head who is not there is a broken script, so that the trace names it. */
    private Match<List<ReadScript>> household(Optional<LocalMailbox> mailbox) {
        Optional<Mailbox> address = mailbox.flatMap(box -> box.user().treatment().headOfHousehold());
        if (address.isEmpty()) {
            return new Match.Found<>(List.of());
        }
        return switch (households.head(address.get())) {
            case Match.Found<MailUser>(MailUser head) when head.mail().equals(mailbox.get().user().mail()) -> new Match.Found<>(List.of());
            case Match.Found<MailUser>(MailUser head) -> texts(head).then(texts -> new Match.Found<>(texts.stream().map(text -> users(ScriptLevel.HOUSEHOLD, head, text)).toList()));
            case Match.NotFound<MailUser>() -> new Match.Found<>(List.of(new ReadScript.Broken(List.of(new SieveError("household", 0, 0, "its head " + address.get().address() + " is no user of ours")))));
            case Match.Unavailable<MailUser>(String why) -> new Match.Unavailable<>(why);
            case Match.Conflicting<MailUser>(String why) -> new Match.Conflicting<>(why);
        };
    }

    /** A user's script, with those it includes: the user's own, and those that are everybody's. */
    private ReadScript users(ScriptLevel level, MailUser user, String text) {
        Mailbox owner = user.mail();
        return compiled.read(level, text, owner.address() + ' ' + users.version(), (global, name) -> switch (users.named(global ? Optional.empty() : Optional.of(owner), name)) {
            case Match.Found<String>(String script) -> Optional.of(script.getBytes(StandardCharsets.UTF_8));
            case Match.NotFound<String>() -> Optional.empty();
            case Match.Unavailable<String>(String why) -> throw new ScriptSession.Undecided(why);
            case Match.Conflicting<String>(String why) -> throw new ScriptSession.Undecided(why);
        });
    }

    /** The texts of a copy's own scripts: its user's and its domain's, and the head of its household, whose scripts are the same for all who have the same head. */
    Match<List<String>> texts(AcceptedRecipient.Copy copy) {
        if (copy.mailbox().isEmpty()) {
            return new Match.Found<>(List.of());
        }
        LocalMailbox box = copy.mailbox().get();
        return texts(box.user()).then(own -> {
            List<String> texts = new ArrayList<>(own);
            texts.addAll(box.domain().treatment().scripts());
            box.user().treatment().headOfHousehold().ifPresent(head -> texts.add("household of " + head.address()));
            return new Match.Found<>(texts);
        });
    }

    private Match<List<String>> texts(MailUser user) {
        return switch (users.active(user.mail())) {
            case Match.Found<String>(String text) -> new Match.Found<>(Stream.concat(user.treatment().scripts().stream(), Stream.of(text)).toList());
            case Match.NotFound<String>() -> new Match.Found<>(user.treatment().scripts());
            case Match.Unavailable<String>(String why) -> new Match.Unavailable<>(why);
            case Match.Conflicting<String>(String why) -> new Match.Conflicting<>(why);
        };
    }

    /** The local domain a copy stays in. */
    static Optional<String> domain(AcceptedRecipient.Copy copy) {
        return copy.mailbox().map(box -> box.domain().name());
    }
}
