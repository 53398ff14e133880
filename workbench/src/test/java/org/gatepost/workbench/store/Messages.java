package org.gatepost.workbench.store;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

import org.gatepost.ee.store.StoredForms;
import org.gatepost.channel.Channel;
import org.gatepost.channel.NextHop;
import org.gatepost.mail.ChannelName;
import org.gatepost.mail.Envelope;
import org.gatepost.mail.HeaderEdits;
import org.gatepost.mail.Origin;
import org.gatepost.mail.QueueId;
import org.gatepost.mail.Recipient;
import org.gatepost.queue.ClaimedEntry;
import org.gatepost.queue.NewMessage;
import org.gatepost.queue.QueueEntry;
import org.gatepost.queue.QueuedMessage;
import org.gatepost.queue.QueuedRecipient;
import org.gatepost.queue.RecipientState;
import org.gatepost.queue.Route;
import org.gatepost.queue.Settlement;
import org.gatepost.smtp.protocol.BareLineFeed;
import org.gatepost.smtp.protocol.BodyType;
import org.gatepost.smtp.protocol.ForwardPath;
import org.gatepost.smtp.protocol.Handling;
import org.gatepost.smtp.protocol.Hello;
import org.gatepost.smtp.protocol.IpAddress;
import org.gatepost.smtp.protocol.MailParameters;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.Notify;
import org.gatepost.smtp.protocol.OriginalRecipient;
import org.gatepost.smtp.protocol.RcptParameters;
import org.gatepost.smtp.protocol.Reply;
import org.gatepost.smtp.protocol.Ret;
import org.gatepost.smtp.protocol.ReversePath;
import org.gatepost.smtp.protocol.TlsSession;
import org.gatepost.smtp.spool.MemoryContent;
import org.gatepost.trace.TraceEvent;

/** Messages and settlements for the tests of the store. */
public final class Messages {

    private Messages() {
    }

    /** A message with one entry for all recipients. */
    static NewMessage of(String content, String... recipients) {
        return of(content.getBytes(StandardCharsets.UTF_8), recipients);
    }

    static NewMessage of(byte[] content, String... recipients) {
        List<QueuedRecipient> queued = new ArrayList<>();
        for (String address : recipients) {
            queued.add(new QueuedRecipient(queued.size(), recipient(address), new RecipientState.Waiting()));
        }
        return message(content, List.of(entry("tcp_lmtpcs", queued)));
    }

    /** A message with an entry of its own for each recipient. */
    static NewMessage forRoutes(String content, String... recipients) {
        List<QueueEntry> entries = new ArrayList<>();
        for (String address : recipients) {
            entries.add(entry(StoredForms.mailbox(address).domain(), List.of(new QueuedRecipient(0, recipient(address), new RecipientState.Waiting()))));
        }
        return message(content.getBytes(StandardCharsets.UTF_8), entries);
    }

    /** A message for one recipient whose sender wants it handled so; its route is tcp_lmtpcs, store. */
    static NewMessage handled(Handling handling, String address) {
        NewMessage usual = message("x\r\n".getBytes(StandardCharsets.UTF_8),
                List.of(entry("store", List.of(new QueuedRecipient(0, recipient(address), new RecipientState.Waiting())))));
        QueuedMessage message = usual.message();
        Envelope envelope = new Envelope(message.envelope().reversePath(), message.envelope().parameters().with(handling));
        return new NewMessage(new QueuedMessage(message.id(), envelope, message.contentOctets(), message.edits(), message.origin(), message.policyVersion(), message.marks()),
                usual.content(), usual.entries(), usual.trace());
    }

    /** A message that goes to the first by a list with that owner, and to the second without. */
    static NewMessage ofList(String owner, String listed, String other) {
        Route route = new Route(new ChannelName("tcp_lmtpcs"), "tcp_lmtpcs");
        QueueEntry byList = QueueEntry.fresh(UUID.randomUUID(), route, List.of(new QueuedRecipient(0, recipient(listed), new RecipientState.Waiting())),
                Optional.of(ReversePath.of(StoredForms.mailbox(owner))));
        return message("x\r\n".getBytes(StandardCharsets.UTF_8), List.of(byList, entry("tcp_lmtpcs", List.of(new QueuedRecipient(1, recipient(other), new RecipientState.Waiting())))));
    }

    /** A channel that says nothing. */
    static Channel channel(String name) {
        return new Channel(new ChannelName(name), OptionalLong.empty(), OptionalLong.empty(), 100, 1 << 18, BareLineFeed.NORMALIZE, false, Optional.of(NextHop.parse("smtp://127.0.0.1:1")),
                List.of(Duration.ofSeconds(5)), List.of(Duration.ofDays(2)), 4);
    }

    /** A message whose only recipient is held. */
    public static NewMessage held(String content, String address) {
        QueuedRecipient held = new QueuedRecipient(0, recipient(address), new RecipientState.Held("hold", "mailUserStatus"));
        return message(content.getBytes(StandardCharsets.UTF_8), List.of(entry("tcp_lmtpcs", List.of(held))));
    }

    static Settlement settled(ClaimedEntry entry, Map<Integer, RecipientState> states, Optional<Duration> retryAfter, Reply last) {
        TraceEvent event = TraceEvent.of(TraceEvent.Kind.DELIVER, Instant.now(), "").withQueueId(entry.message().id()).withReply(last);
        return new Settlement(entry, states, retryAfter, entry.entry().attempts() + 1, 0, last.toString(), List.of(), List.of(event));
    }

    static Settlement withReport(Settlement s, NewMessage report) {
        return new Settlement(s.entry(), s.states(), s.retryAfter(), s.attempts(), s.noticesSent(), s.lastReply(), List.of(report), s.trace());
    }

    private static QueueEntry entry(String nextHop, List<QueuedRecipient> recipients) {
        return QueueEntry.fresh(UUID.randomUUID(), new Route(new ChannelName("tcp_lmtpcs"), nextHop), recipients);
    }

    private static Recipient recipient(String address) {
        Mailbox mailbox = StoredForms.mailbox(address);
        return new Recipient(mailbox, new ForwardPath(mailbox),
                new RcptParameters(Set.of(Notify.SUCCESS, Notify.DELAY), Optional.of(new OriginalRecipient("rfc822", "first;one@example.com"))));
    }

    private static NewMessage message(byte[] content, List<QueueEntry> entries) {
        QueueId id = QueueId.make(Instant.now(), ThreadLocalRandom.current());
        Envelope envelope = new Envelope(ReversePath.of(new Mailbox("a", "remote.example")),
                new MailParameters(OptionalLong.empty(), BodyType.EIGHT_BIT_MIME, Optional.of(Ret.HDRS), Optional.of("an id")));
        Origin.Client client = new Origin.Client(IpAddress.parse("2001:db8::1"), 4711, new Hello("client.example", true),
                Optional.of(new TlsSession("TLSv1.3", "TLS_AES_256_GCM_SHA384")), Optional.of("alice"));
        QueuedMessage message = new QueuedMessage(id, envelope, content.length, HeaderEdits.NONE.prepend("Received: from here\r\n\tby there\r\n"),
                new Origin("s-1", 2, Optional.of(client), new ChannelName("tcp_local")), 1, Set.of("unscanned:clamd", "x"));
        TraceEvent event = TraceEvent.of(TraceEvent.Kind.ACCEPT, Instant.now(), "").withQueueId(id).withSession("s-1", 2)
                .with("size", content.length).with("channels", List.of("tcp_local", "tcp_lmtpcs"));
        return new NewMessage(message, new MemoryContent(content), entries, List.of(event));
    }
}
