package org.gatepost.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.gatepost.stage.SessionFacts;
import org.gatepost.stage.Stage;
import org.gatepost.stage.StageResult;

/**
 * Message: what access tables wanted to become of it: copies are held, or thrown away by the table whose name stands in the trace. Before any engine is asked about what
 * nobody gets. A user whose own script is to be heard keeps a copy where a table said {@code $V}, and not where it said {@code $Z}.
 */
final class TableDisposal implements Stage<JudgedMessage> {

    private final CopyScripts scripts;

    TableDisposal(CopyScripts scripts) {
        this.scripts = scripts;
    }

    @Override
    public StageResult decide(JudgedMessage message, SessionFacts facts) {
        TableWishes wishes = TableWishes.of(facts);
        if (wishes.held().isEmpty() && wishes.discarded().isEmpty() && wishes.thrownAway().isEmpty()) {
            return new StageResult.Next(facts);
        }
        List<Scripted.Discard> discards = new ArrayList<>();
        List<AcceptedRecipient> recipients = new ArrayList<>();
        for (AcceptedRecipient recipient : facts.require(GateFacts.RECIPIENTS)) {
            List<AcceptedRecipient.Copy> copies = new ArrayList<>();
            for (AcceptedRecipient.Copy copy : recipient.copies()) {
                Optional<String> table = thrownAwayBy(recipient, copy, wishes);
                if (table.isPresent()) {
                    discards.add(new Scripted.Discard(copy.address(), table.get()));
                } else {
                    copies.add(held(copy, wishes.held()));
                }
            }
            recipients.add(recipient.with(copies));
        }
        return new StageResult.Next(facts.with(GateFacts.RECIPIENTS, recipients).with(GateFacts.DISCARDS, List.copyOf(discards)));
    }

    private Optional<String> thrownAwayBy(AcceptedRecipient recipient, AcceptedRecipient.Copy copy, TableWishes wishes) {
        return wishes.thrownAway().stream().filter(each -> each.presented().equals(recipient.presented()) && each.address().equals(copy.address())).map(TableWishes.ThrownAway::table)
                .findFirst().or(() -> wishes.discarded().filter(table -> wishes.jettisoned() || !scripts.hasOwn(copy)));
    }

    private static AcceptedRecipient.Copy held(AcceptedRecipient.Copy copy, Optional<String> by) {
        return by.isEmpty() || copy.held().isPresent() ? copy : copy.heldBy(new AcceptedRecipient.Hold(by.get(), "the table says so"));
    }
}
