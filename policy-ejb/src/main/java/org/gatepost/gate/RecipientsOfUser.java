package org.gatepost.gate;

import java.util.List;
import java.util.Optional;

import org.gatepost.directory.LoginUser;
import org.gatepost.stage.Match;
import org.gatepost.stage.SessionFacts;
import org.gatepost.stage.Stage;
import org.gatepost.stage.StageResult;
import org.gatepost.throttle.ThrottleTable;
import org.gatepost.throttle.Throttling;
import org.gatepost.trace.Alarms;

/**
 * Message: how many recipients a user who authenticated may have in a time. More than that is what a stolen password looks like: the message is held, and
 * somebody is told. Who sends too much on purpose loses nothing but time.
 */
final class RecipientsOfUser implements Stage<JudgedMessage> {

    private final Throttling throttling;
    private final Alarms alarms;

    RecipientsOfUser(Throttling throttling, Alarms alarms) {
        this.throttling = throttling;
        this.alarms = alarms;
    }

    @Override
    public StageResult decide(JudgedMessage message, SessionFacts facts) {
        Optional<LoginUser> user = facts.get(GateFacts.USER);
        List<ThrottleTable> tables = user.isEmpty() ? List.of() : facts.require(GateFacts.POLICY).throttles().ofUsers();
        if (tables.isEmpty()) {
            return new StageResult.Next(facts);
        }
        List<AcceptedRecipient> recipients = facts.require(GateFacts.RECIPIENTS);
        String identity = user.get().mail().address();
        SessionFacts known = facts;
        for (ThrottleTable table : tables) {
            // Whoever counts may be away: mail of users goes on, whatever the table says of others.
            if (throttling.exceeds(table, identity, recipients.size()) instanceof Match.Found<Boolean>(Boolean over) && over) {
                if (!TriedRow.THROTTLE_TABLE.covers(table.name(), facts)) {
                    return new StageResult.Next(known.with(GateFacts.RECIPIENTS, held(recipients, table, identity)));
                }
                known = TriedRow.THROTTLE_TABLE.noted(table.name(), known, Optional.empty(), "mail of " + identity + " would be held: over the quota");
            }
        }
        alarms.clear(alarm(identity));
        return new StageResult.Next(known);
    }

    private List<AcceptedRecipient> held(List<AcceptedRecipient> recipients, ThrottleTable table, String identity) {
        String why = identity + " has reached the quota of throttle table " + table.name();
        alarms.raise(alarm(identity), why + ": mail is held, and the password may be in others' hands");
        AcceptedRecipient.Hold hold = new AcceptedRecipient.Hold(name(), why);
        return recipients.stream().map(recipient -> recipient.with(recipient.copies().stream().map(copy -> copy.held().isPresent() ? copy : copy.heldBy(hold)).toList())).toList();
    }

    private static String alarm(String identity) {
        return "user:" + identity;
    }
}
