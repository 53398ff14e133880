package org.gatepost.gate;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.gatepost.directory.LocalMailbox;
import org.gatepost.directory.Treatment;
import org.gatepost.mail.ChannelName;
import org.gatepost.sieve.CompiledScripts;
import org.gatepost.sieve.ScriptLevel;
import org.gatepost.sieve.ScriptOrder.Layer;
import org.gatepost.sieve.UserScripts;
import org.gatepost.sieve.language.ReadScript;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.stage.Match;

/** Which scripts are run for a copy, of all levels: its user's, from the directory and from our own store, its domain's, its channels', the system's. Safe for use by many threads. */
final class CopyScripts {

    private final CompiledScripts compiled;
    private final UserScripts users;

    CopyScripts(CompiledScripts compiled, UserScripts users) {
        this.compiled = compiled;
        this.users = users;
    }

    /** Whether a copy's user or domain has any script or answer of its own; quick. */
    boolean hasOwn(AcceptedRecipient.Copy copy) {
        return copy.mailbox().filter(box -> box.user().autoreply().isPresent() || says(box.user().treatment()) || says(box.domain().treatment())
                || !(users.active(box.user().mail()) instanceof Match.NotFound<String>)).isPresent();
    }

    private static boolean says(Treatment treatment) {
        return !treatment.scripts().isEmpty() || !treatment.captures().isEmpty();
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
        if (owners.isEmpty() && own.isEmpty() && domains.isEmpty() && findings.scripts().isEmpty() && !(stored instanceof Match.Found<String>)) {
            return new Match.Found<>(List.of());
        }
        List<Layer> layers = new ArrayList<>();
        own.forEach(text -> layers.add(new Layer(ScriptLevel.USER, users(mailbox.get(), text))));
        if (stored instanceof Match.Found<String>(String text)) {
            layers.add(new Layer(ScriptLevel.USER, users(mailbox.get(), text)));
        }
        domains.forEach(text -> layers.add(new Layer(ScriptLevel.DOMAIN, compiled.read(ScriptLevel.DOMAIN, text))));
        owners.forEach(owner -> layers.add(new Layer(owner.level(), new ReadScript.Good(policy.filters().get(owner).script()))));
        findings.scripts().values().forEach(text -> layers.add(new Layer(ScriptLevel.ENGINE, compiled.read(ScriptLevel.ENGINE, text))));
        return new Match.Found<>(layers);
    }

    /** A user's script, with those it includes: the user's own, and those that are everybody's. */
    private ReadScript users(LocalMailbox mailbox, String text) {
        Mailbox owner = mailbox.user().mail();
        return compiled.read(ScriptLevel.USER, text, owner.address() + ' ' + users.version(), (global, name) -> switch (users.named(global ? Optional.empty() : Optional.of(owner), name)) {
            case Match.Found<String>(String script) -> Optional.of(script.getBytes(StandardCharsets.UTF_8));
            case Match.NotFound<String>() -> Optional.empty();
            case Match.Unavailable<String>(String why) -> throw new ScriptSession.Undecided(why);
            case Match.Conflicting<String>(String why) -> throw new ScriptSession.Undecided(why);
        });
    }

    /** The texts of a copy's own scripts: its user's and its domain's. */
    Match<List<String>> texts(AcceptedRecipient.Copy copy) {
        List<String> texts = new ArrayList<>();
        if (copy.mailbox().isPresent()) {
            LocalMailbox box = copy.mailbox().get();
            texts.addAll(box.user().treatment().scripts());
            switch (users.active(box.user().mail())) {
                case Match.Found<String>(String text) -> texts.add(text);
                case Match.NotFound<String>() -> { }
                case Match.Unavailable<String>(String why) -> {
                    return new Match.Unavailable<>(why);
                }
                case Match.Conflicting<String>(String why) -> {
                    return new Match.Conflicting<>(why);
                }
            }
            texts.addAll(box.domain().treatment().scripts());
        }
        return new Match.Found<>(texts);
    }

    /** The local domain a copy stays in. */
    static Optional<String> domain(AcceptedRecipient.Copy copy) {
        return copy.mailbox().map(box -> box.domain().name());
    }
}
