package org.gatepost.gate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

import org.gatepost.directory.ListTexts;
import org.gatepost.gate.AcceptedRecipient.Alteration;
import org.gatepost.gate.AcceptedRecipient.Copy;
import org.gatepost.mail.HeaderEdits;
import org.gatepost.mail.QueueId;
import org.gatepost.mail.TextEdits;
import org.gatepost.stage.SessionFacts;
import org.gatepost.stage.Stage;
import org.gatepost.stage.StageResult;

/**
 * Message, the very last: what groups write before and behind the text of the copies they send on (mgrpMsgPrefixText, mgrpMsgSuffixText), as declared edits of
 * these copies alone. Engines, conversions and scripts saw the message without it, and what they made of a copy is known here.
 */
final class ListText implements Stage<JudgedMessage> {

    private final InstantSource clock;
    private final RandomGenerator random;

    ListText(InstantSource clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    @Override
    public StageResult decide(JudgedMessage message, SessionFacts facts) {
        List<AcceptedRecipient> recipients = facts.require(GateFacts.RECIPIENTS);
        if (recipients.stream().flatMap(recipient -> recipient.copies().stream()).allMatch(ListText::isUnchanged)) {
            return new StageResult.Next(facts);
        }
        Writing writing = new Writing(message, "=_" + QueueId.make(clock.instant(), random));
        List<AcceptedRecipient> written = recipients.stream().map(recipient -> recipient.with(recipient.copies().stream().map(writing::written).toList())).toList();
        List<String> did = new ArrayList<>(facts.get(GateFacts.CONVERSIONS).orElse(List.of()));
        did.addAll(writing.said);
        return new StageResult.Next(facts.with(GateFacts.RECIPIENTS, written).with(GateFacts.CONVERSIONS, did));
    }

    private static boolean isUnchanged(Copy copy) {
        return copy.changes().texts().equals(ListTexts.NONE);
    }

    /** Of one message; equal copies are written once. */
    private static final class Writing {

        private record Asked(ListTexts texts, HeaderEdits known) {
        }

        private final JudgedMessage message;
        private final String boundary;
        private final Map<Asked, TextEdits> known = new HashMap<>();
        private final Set<String> said = new LinkedHashSet<>();

        Writing(JudgedMessage message, String boundary) {
            this.message = message;
            this.boundary = boundary;
        }

        Copy written(Copy copy) {
            if (isUnchanged(copy)) {
                return copy;
            }
            Alteration before = copy.alteration();
            TextEdits texts = known.computeIfAbsent(new Asked(copy.changes().texts(), before.edits()), this::edits);
            said.add("texts of lists " + texts.said());
            return texts.edits().patches().isEmpty() ? copy : copy.altered(new Alteration(before.edits().and(texts.edits()), before.reversePath(), before.folder(), before.wishes()));
        }

        private TextEdits edits(Asked asked) {
            try {
                return TextEdits.of(new TextEdits.Texts(asked.texts().before(), asked.texts().behind(), boundary), message.request().content(), message.header(), asked.known());
            } catch (IOException e) {
                throw new UncheckedIOException("the spool cannot be read", e);
            }
        }
    }
}
