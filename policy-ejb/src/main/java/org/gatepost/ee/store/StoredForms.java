package org.gatepost.ee.store;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.gatepost.queue.EntryWishes;
import org.gatepost.queue.RecipientState;
import org.gatepost.smtp.protocol.BodyType;
import org.gatepost.smtp.protocol.DeliverBy;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.Notify;
import org.gatepost.smtp.protocol.OriginalRecipient;
import org.gatepost.smtp.protocol.Reply;
import org.gatepost.smtp.protocol.Ret;
import org.gatepost.smtp.protocol.ReversePath;
import org.gatepost.smtp.protocol.TlsSession;

/** How the words of mail are written in columns of text, and read again. */
public final class StoredForms {

    private static final Pattern REPLY = Pattern.compile("([2-5][0-9][0-9])(?: ([245]\\.[0-9]{1,3}\\.[0-9]{1,3}))? (.*)", Pattern.DOTALL);

    private static final String RET = "RET=";
    private static final String BY = "BY=";

    private StoredForms() {
    }

    /** Reads what {@link Mailbox#address()} gives; a local part may be quoted and may hold {@code @}. */
    public static Mailbox mailbox(String address) {
        // An address literal holds no @, so the last one ends the local part, quoted or not; without any it is postmaster alone.
        int at = address.endsWith("\"") ? -1 : address.lastIndexOf('@');
        String local = at < 0 ? address : address.substring(0, at);
        String domain = at < 0 ? "" : address.substring(at + 1);
        if (local.length() >= 2 && local.startsWith("\"") && local.endsWith("\"")) {
            local = local.substring(1, local.length() - 1).replaceAll("\\\\(.)", "$1");
        }
        return new Mailbox(local, domain);
    }

    static ReversePath reversePath(String address) {
        return address.isEmpty() ? ReversePath.NULL : ReversePath.of(mailbox(address));
    }

    static BodyType body(String keyword) {
        return Arrays.stream(BodyType.values()).filter(b -> b.keyword().equals(keyword)).findFirst()
                .orElseThrow(() -> new IllegalStateException("message.body says " + keyword));
    }

    /** Reads what {@link Reply#toString()} gives; a reply of several lines comes back as one. */
    public static Reply reply(String text) {
        Matcher matcher = REPLY.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalStateException("not a reply: " + text);
        }
        return Reply.quoting(Integer.parseInt(matcher.group(1)), matcher.group(2) == null ? "" : matcher.group(2), matcher.group(3));
    }

    static String notifyText(Set<Notify> notifyOn) {
        return new TreeSet<>(notifyOn).stream().map(Notify::name).collect(Collectors.joining(","));
    }

    static Set<Notify> notifyOn(String text) {
        return text.isEmpty() ? Set.of() : Arrays.stream(text.split(",")).map(Notify::valueOf).collect(Collectors.toSet());
    }

    static OriginalRecipient orcpt(String text) {
        int semicolon = text.indexOf(';');
        return new OriginalRecipient(text.substring(0, semicolon), text.substring(semicolon + 1));
    }

    /** Empty where an entry has none. */
    static Optional<String> wishesText(EntryWishes wishes) {
        String text = (wishes.ret().map(ret -> RET + ret).orElse("") + wishes.deliverBy().map(by -> " " + BY + by).orElse("")).strip();
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    /** Reads what {@link #wishesText} gives. */
    static EntryWishes wishes(String text) {
        EntryWishes wishes = EntryWishes.NONE;
        for (String word : text.split(" ")) {
            wishes = word.startsWith(RET) ? new EntryWishes(Optional.of(Ret.valueOf(word.substring(RET.length()))), wishes.deliverBy())
                    : new EntryWishes(wishes.ret(), Optional.of(deliverBy(word.substring(BY.length()))));
        }
        return wishes;
    }

    /** Reads what {@link DeliverBy#toString()} gives. */
    static DeliverBy deliverBy(String text) {
        int semicolon = text.indexOf(';');
        DeliverBy.Mode mode = text.charAt(semicolon + 1) == 'R' ? DeliverBy.Mode.RETURN : DeliverBy.Mode.NOTIFY;
        return new DeliverBy(Long.parseLong(text.substring(0, semicolon)), mode, text.endsWith("T"));
    }

    static String tlsText(TlsSession tls) {
        return tls.version() + " " + tls.cipher();
    }

    static Optional<TlsSession> tls(String text) {
        return Optional.ofNullable(text).map(t -> t.split(" ", 2)).map(parts -> new TlsSession(parts[0], parts[1]));
    }

    /** The three columns of a recipient's state. */
    record StateColumns(String state, String text, String by) {

        static StateColumns of(RecipientState state) {
            return switch (state) {
                case RecipientState.Waiting() -> new StateColumns("waiting", "", "");
                case RecipientState.Sent(Reply reply) -> new StateColumns("sent", reply.toString(), "");
                case RecipientState.Failed(Reply reply) -> new StateColumns("failed", reply.toString(), "");
                case RecipientState.Held(String by, String why) -> new StateColumns("held", why, by);
                case RecipientState.Expired(Reply reply) -> new StateColumns("expired", reply.toString(), "");
            };
        }

        RecipientState read() {
            return switch (state) {
                case "waiting" -> new RecipientState.Waiting();
                case "sent" -> new RecipientState.Sent(reply(text));
                case "failed" -> new RecipientState.Failed(reply(text));
                case "held" -> new RecipientState.Held(by, text);
                case "expired" -> new RecipientState.Expired(reply(text));
                default -> throw new IllegalStateException("recipient.state says " + state);
            };
        }
    }
}
