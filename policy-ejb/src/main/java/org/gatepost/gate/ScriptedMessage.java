package org.gatepost.gate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.gatepost.mail.AuthenticationResultsFields;
import org.gatepost.mail.HeaderEdits;
import org.gatepost.mailauth.spf.ReceivedSpf;
import org.gatepost.mailauth.spf.SpfFacts;
import org.gatepost.sieve.message.HeaderField;
import org.gatepost.sieve.message.MessageLimits;
import org.gatepost.sieve.message.MimePart;
import org.gatepost.sieve.message.PartPlace;
import org.gatepost.sieve.message.ReceivedMessage;
import org.gatepost.sieve.message.SieveMessage;
import org.gatepost.stage.SessionFacts;

/**
 * The message as scripts see it: with the Received-SPF fields it will have, and without those a stranger wrote in our name. Read once for all copies of it; for
 * one thread.
 */
final class ScriptedMessage implements SieveMessage {

    private final ReceivedMessage received;
    private final List<HeaderField> fields;

    private ScriptedMessage(ReceivedMessage received, List<HeaderField> fields) {
        this.received = received;
        this.fields = List.copyOf(fields);
    }

    static ScriptedMessage of(JudgedMessage message, SessionFacts facts, String hostname) throws IOException {
        ReceivedMessage received = new ReceivedMessage(message.request().content()::open, message.octets(), MessageLimits.DEFAULT);
        List<HeaderField> fields = new ArrayList<>();
        // Above the others, as they will stand (RFC 7208 section 9.1); no octet of the content as received.
        Stream.of(facts.get(SpfFacts.MAIL_FROM), facts.get(SpfFacts.HELLO)).flatMap(Optional::stream).map(verdict -> ReceivedSpf.field(verdict, hostname)).forEach(field -> {
            int colon = field.indexOf(':');
            fields.add(new HeaderField(field.substring(0, colon), field.substring(colon + 1).stripTrailing(), -1, 0));
        });
        TableWishes.of(facts).fields().forEach(field -> fields.add(new HeaderField(field.substring(0, field.indexOf(':')), field.substring(field.indexOf(':') + 1).stripTrailing(), -1, 0)));
        Set<Long> forged = AuthenticationResultsFields.removeForged(message.header(), hostname).patches().stream().map(HeaderEdits.Patch::at).collect(Collectors.toSet());
        received.fields().stream().filter(field -> !forged.contains(field.at())).forEach(fields::add);
        return new ScriptedMessage(received, fields);
    }

    @Override
    public List<HeaderField> fields() {
        return fields;
    }

    @Override
    public long size() {
        return received.size();
    }

    @Override
    public long headerOctets() {
        return received.headerOctets();
    }

    @Override
    public Optional<String> rawBody() {
        return received.rawBody();
    }

    @Override
    public MimePart structure() {
        return received.structure();
    }

    @Override
    public Optional<PartPlace> place(List<Integer> way) {
        return received.place(way);
    }
}
