package org.gatepost.adapter.scanner.milter;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.gatepost.scan.ScanAnswer;
import org.gatepost.scan.ScanFinding;
import org.gatepost.scan.ScanQuestion;
import org.gatepost.scan.ScanVerdict;
import org.gatepost.scan.ScanWish;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.Reply;

/**
 * One message put before one filter, stage after stage, until it has made up its mind or has said at the end what it wants. The content is read once and
 * never held whole. Used by one thread.
 */
final class Conversation {

    private static final char ABORT = 'A';
    private static final char PROGRESS = 'p';

    private final Packets packets;
    private final Terms terms;
    private final ScanQuestion question;
    private final Macros macros;
    private final Edits edits;
    private final Map<Mailbox, ScanFinding> refused = new LinkedHashMap<>();
    private Optional<ScanAnswer> answer = Optional.empty();

    Conversation(Packets packets, Terms terms, Permits permits, ScanQuestion question, String hostname) {
        this.packets = packets;
        this.terms = terms;
        this.question = question;
        this.macros = new Macros(question, hostname);
        this.edits = new Edits(terms, permits);
    }

    /** Plays every stage, reading the content from its first octet. */
    ScanAnswer play(InputStream content) throws IOException {
        HeaderOctets header = new HeaderOctets(content);
        boolean over = client() || sender() || atRecipients() || say(MilterStage.DATA, new byte[0]) || fields(header)
                || say(MilterStage.END_OF_HEADER, new byte[0]) || body(header.body());
        if (!over) {
            atEnd();
        }
        return answer.orElseThrow();
    }

    private boolean client() throws IOException {
        String hello = question.client().map(ScanQuestion.Client::hello).orElse("");
        return say(MilterStage.CONNECT, connection()) || !hello.isEmpty() && say(MilterStage.HELLO, texts(hello));
    }

    private boolean sender() throws IOException {
        return say(MilterStage.MAIL, texts(question.sender().toString()));
    }

    /** The client's name, a letter for the kind of its address, its port, and its address. */
    private byte[] connection() {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        if (question.client().isEmpty()) {
            data.writeBytes(texts("localhost"));
            data.write('U');
            return data.toByteArray();
        }
        ScanQuestion.Client client = question.client().get();
        String address = client.address().toString();
        data.writeBytes(texts(Macros.name(client)));
        data.write(client.address().isV4() ? '4' : '6');
        data.write(client.port() >> 8);
        data.write(client.port());
        data.writeBytes(texts(address));
        return data.toByteArray();
    }

    /** What is over here the filter still has open, whatever it said of a recipient: it is told, which it does not answer. */
    private boolean atRecipients() throws IOException {
        boolean over = recipients();
        if (over) {
            packets.put(Packet.of(ABORT));
        }
        return over;
    }

    /** A recipient it refuses is refused alone; one that is to come again makes the message come again, for there is one answer at end of data. */
    private boolean recipients() throws IOException {
        for (ScanQuestion.Addressee recipient : question.recipients()) {
            macros.recipient(recipient.address());
            Optional<FilterReply> reply = told(MilterStage.RECIPIENT, texts("<" + recipient.address().address() + ">"));
            if (reply.isPresent() && reply.get() instanceof FilterReply.Skip) {
                return false;
            }
            if (reply.isPresent() && reply.get() instanceof FilterReply.Refuse(Reply refusal) && refusal.isPermanent()) {
                refused.put(recipient.address(), ScanFinding.of(new ScanVerdict.Forbidden(List.of(refusal.toString())), refusal.toString()));
                if (refused.size() == question.recipients().size()) {
                    return over(refusal.toString(), new ScanWish.Refuse(refusal));
                }
            } else if (reply.isPresent() && isOver(MilterStage.RECIPIENT, reply.get())) {
                return true;
            }
        }
        return false;
    }

    private boolean fields(HeaderOctets header) throws IOException {
        boolean skipped = false;
        for (Optional<HeaderOctets.Field> next = header.next(); next.isPresent(); next = header.next()) {
            HeaderOctets.Field field = next.get();
            edits.seen(field.name());
            if (!skipped) {
                Optional<FilterReply> reply = told(MilterStage.FIELD, octets(field));
                skipped = reply.isPresent() && reply.get() instanceof FilterReply.Skip;
                if (reply.isPresent() && isOver(MilterStage.FIELD, reply.get())) {
                    return true;
                }
            }
        }
        if (!header.isSeparated()) {
            edits.unseparated();
        }
        return false;
    }

    private byte[] octets(HeaderOctets.Field field) {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        data.writeBytes((field.name() + '\0').getBytes(StandardCharsets.US_ASCII));
        data.writeBytes(terms.keepsLeadingSpace() ? field.value() : field.valueWithoutSpace());
        data.write(0);
        return data.toByteArray();
    }

    private boolean body(InputStream body) throws IOException {
        if (terms.omits(MilterStage.BODY)) {
            return false;
        }
        byte[] piece = new byte[Packets.DATA_OCTETS_MAX];
        for (int length = body.readNBytes(piece, 0, piece.length); length > 0; length = body.readNBytes(piece, 0, piece.length)) {
            packets.put(MilterStage.BODY.code(), piece, length);
            if (!terms.isSilent(MilterStage.BODY)) {
                FilterReply reply = FilterReply.of(packets.take());
                if (reply instanceof FilterReply.Skip) {
                    demandSkip();
                    return false;
                }
                if (isOver(MilterStage.BODY, reply)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Only now it may want changes; that it is still at work prolongs nothing. */
    private void atEnd() throws IOException {
        macrosAt(MilterStage.END);
        packets.put(Packet.of(MilterStage.END.code()));
        Packet packet = packets.take();
        while (packet.code() == PROGRESS || edits.takes(packet)) {
            packet = packets.take();
        }
        FilterReply reply = FilterReply.of(packet);
        if (reply instanceof FilterReply.Continue) {
            accepted();
        } else if (!isOver(MilterStage.END, reply)) {
            throw new IOException("not understood: nothing is left to skip at the end");
        }
    }

    private boolean say(MilterStage stage, byte[] data) throws IOException {
        Optional<FilterReply> reply = told(stage, data);
        return reply.isPresent() && isOver(stage, reply.get());
    }

    /** What it answers; empty where it is not told, or does not answer. */
    private Optional<FilterReply> told(MilterStage stage, byte[] data) throws IOException {
        if (terms.omits(stage)) {
            return Optional.empty();
        }
        if (data.length > Packets.DATA_OCTETS_MAX) {
            throw new CannotLook("more than " + Packets.DATA_OCTETS_MAX + " octets of " + stage);
        }
        macrosAt(stage);
        packets.put(new Packet(stage.code(), data));
        return terms.isSilent(stage) ? Optional.empty() : Optional.of(FilterReply.of(packets.take()));
    }

    private void macrosAt(MilterStage stage) throws IOException {
        Optional<Packet> known = macros.packet(stage, terms.macrosAt(stage));
        if (known.isPresent()) {
            packets.put(known.get());
        }
    }

    private boolean isOver(MilterStage stage, FilterReply reply) throws IOException {
        return switch (reply) {
            case FilterReply.Continue() -> false;
            case FilterReply.Skip() -> {
                if (stage != MilterStage.FIELD) {
                    throw new IOException("not understood: nothing to skip at " + stage);
                }
                demandSkip();
                yield false;
            }
            case FilterReply.Accept() -> accepted();
            case FilterReply.Discard() -> over("discard", new ScanWish.Discard());
            case FilterReply.Refuse(Reply refusal) -> over(refusal.toString(), new ScanWish.Refuse(refusal));
        };
    }

    private void demandSkip() throws IOException {
        if (!terms.maySkip()) {
            throw new IOException("not understood: it did not say that it would skip");
        }
    }

    private boolean accepted() throws IOException {
        List<ScanWish> wishes = edits.wishes();
        Optional<String> quarantine = wishes.stream().filter(ScanWish.Quarantine.class::isInstance)
                .map(wish -> "quarantine: " + ((ScanWish.Quarantine) wish).why()).findFirst();
        answer = Optional.of(new ScanAnswer(ScanFinding.of(new ScanVerdict.Clean(), quarantine.orElse("accept")), refused, wishes));
        return true;
    }

    private boolean over(String result, ScanWish wish) {
        answer = Optional.of(new ScanAnswer(ScanFinding.of(new ScanVerdict.Clean(), result), refused, List.of(wish)));
        return true;
    }

    private static byte[] texts(String text) {
        return Packet.of(' ', text).data();
    }
}
