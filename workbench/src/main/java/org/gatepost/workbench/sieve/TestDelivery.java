package org.gatepost.workbench.sieve;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import org.gatepost.mail.HeaderEdits;
import org.gatepost.mail.TraceHeader;
import org.gatepost.sieve.SieveAction;
import org.gatepost.sieve.SieveEnvelope;
import org.gatepost.sieve.message.BodyRewrite;
import org.gatepost.sieve.message.HeaderRewrite;
import org.gatepost.sieve.message.MailAddress;
import org.gatepost.sieve.message.MailAddresses;
import org.gatepost.sieve.reply.NotificationMail;
import org.gatepost.sieve.reply.RejectionMail;
import org.gatepost.sieve.reply.Stamp;
import org.gatepost.sieve.reply.VacationReply;

/** Carries out actions in a test's own store and outbox, each once. Not thread-safe. */
final class TestDelivery {

    private static final String REDIRECTED_FROM = "X-Sieve-Redirected-From";

    private final TestGround ground;
    private final Set<SieveAction> done = Collections.newSetFromMap(new IdentityHashMap<>());
    private final List<String> problems = new ArrayList<>();
    private int messages;

    TestDelivery(TestGround ground) {
        this.ground = ground;
    }

    List<String> problems() {
        return problems;
    }

    void forget() {
        done.clear();
    }

    /** True where all could be done; else the message lies unchanged in the inbox. */
    boolean execute(List<SieveAction> actions) {
        problems.clear();
        Set<String> told = new TreeSet<>();
        boolean stored = false;
        for (SieveAction action : actions) {
            if (action instanceof SieveAction.Keep keep && keep.implicit() ? done.stream().noneMatch(SieveAction.Keep.class::isInstance) : true) {
                if (done.add(action) && !execute(action, told)) {
                    if (!stored) {
                        ground.store().put(TestStore.INBOX, new TestStore.Stored(ground.octets(), ground.initialFlags()));
                    }
                    return false;
                }
                stored |= action instanceof SieveAction.Keep || action instanceof SieveAction.FileInto;
            }
        }
        return true;
    }

    private boolean execute(SieveAction action, Set<String> told) {
        SieveEnvelope envelope = new SieveEnvelope(ground.envelope().from(), ground.envelope().to(), ground.namedRecipient(), Optional.empty(),
                java.util.Map.of());
        switch (action) {
            case SieveAction.Keep keep -> {
                return store(TestStore.INBOX, keep.flags(), keep.edits());
            }
            case SieveAction.FileInto into -> {
                if (into.create()) {
                    ground.store().create(into.mailbox());
                }
                return store(into.mailbox(), into.flags(), into.edits());
            }
            case SieveAction.Redirect redirect -> redirect(redirect);
            case SieveAction.Reject reject -> RejectionMail.of(ground.message(), envelope, reject, TestGround.HOST, stamp()).ifPresent(ground::send);
            case SieveAction.Vacation vacation -> VacationReply.to(ground.message(), envelope, vacation, ground.settings().text("sieve_user_email").stream()
                    .toList(), ground.settings().vacation(), stamp()).ifPresent(ground::send);
            case SieveAction.Notify notify -> NotificationMail.about(ground.message(), notify, owner(), "Postmaster <postmaster@" + TestGround.HOST + '>',
                    notifyFrom(notify), told, stamp()).forEach(ground::send);
            case SieveAction.Capture capture -> capture.address().ifPresent(address ->
                    ground.outbox().add(new TestGround.Sent("", address, ground.octets())));
            case SieveAction.Discard discard -> {
            }
            case SieveAction.Jettison jettison -> {
            }
            case SieveAction.Hold hold -> {
            }
            case SieveAction.AddTag tag -> {
            }
            case SieveAction.SpamAdjust adjust -> {
            }
            case SieveAction.Replace replace -> {
            }
            case SieveAction.Enclose enclose -> {
            }
        }
        return true;
    }

    private Stamp stamp() {
        return new Stamp(ZonedDateTime.now(), "test-" + ++messages + '@' + TestGround.HOST);
    }

    private boolean store(String mailbox, List<String> flags, List<HeaderRewrite.Edit> edits) {
        if (ground.store().put(mailbox, new TestStore.Stored(edited(patches(edits)), flags))) {
            return true;
        }
        problems.add("failed to store into mailbox '" + mailbox + "': there is none");
        return false;
    }

    private HeaderEdits patches(List<HeaderRewrite.Edit> edits) {
        return BodyRewrite.patches(BodyRewrite.settled(edits, ground.message().fields()), ground.message(),
                new BodyRewrite.Outer("test-" + ++messages, TestGround.HOST, TraceHeader.date(ZonedDateTime.now().toInstant()), BodyRewrite.Outer.Encoding.SEVEN_BIT));
    }

    private byte[] edited(HeaderEdits edits) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            edits.apply(new ByteArrayInputStream(ground.octets()), out);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }

    /** Who the script belongs to. */
    private String owner() {
        return ground.settings().text("sieve_user_email").orElseGet(() -> plain(ground.envelope().to()));
    }

    private static String plain(String path) {
        return MailAddresses.path(path).map(MailAddress::toString).orElse("");
    }

    /** A message that this owner has redirected before is not redirected again. */
    private void redirect(SieveAction.Redirect redirect) {
        String recipient = plain(ground.envelope().to());
        boolean loop = ground.message().fields().stream().filter(field -> field.named(REDIRECTED_FROM))
                .anyMatch(field -> field.unfolded().equalsIgnoreCase(owner()) || field.unfolded().equalsIgnoreCase(recipient));
        if (loop) {
            return;
        }
        HeaderEdits edits = HeaderRewrite.patches(redirect.edits(), ground.message().headerOctets()).prepend(REDIRECTED_FROM + ": " + owner() + "\r\n");
        String from = MailAddresses.isNullPath(ground.envelope().from()) ? ""
                : ground.settings().text("sieve_redirect_envelope_from").map(this::reversePath).orElseGet(() -> plain(ground.envelope().from()));
        ground.outbox().add(new TestGround.Sent(from, redirect.address(), edited(edits)));
    }

    private String notifyFrom(SieveAction.Notify notify) {
        if (MailAddresses.isNullPath(ground.envelope().from())) {
            return "";
        }
        return ground.settings().text("sieve_notify_mailto_envelope_from").map(this::reversePath)
                .orElseGet(() -> notify.from().flatMap(MailAddresses::single).map(MailAddress::toString).orElse("postmaster@" + TestGround.HOST));
    }

    private String reversePath(String setting) {
        return switch (setting) {
            case "sender" -> plain(ground.envelope().from());
            case "recipient" -> plain(ground.envelope().to());
            case "orig_recipient" -> plain(ground.namedRecipient().orElse(ground.envelope().to()));
            case "user_email" -> owner();
            case "postmaster" -> "postmaster@" + TestGround.HOST;
            case "<>" -> "";
            default -> plain(setting);
        };
    }
}
