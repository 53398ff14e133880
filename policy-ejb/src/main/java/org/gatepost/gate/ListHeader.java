package org.gatepost.gate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.gatepost.directory.ListChanges;
import org.gatepost.mail.HeaderEdits;
import org.gatepost.mail.MessageHeader;
import org.gatepost.mail.MessageHeader.Field;
import org.gatepost.stage.SessionFacts;
import org.gatepost.stage.Stage;
import org.gatepost.stage.StageResult;

/** Message: fields that groups add to the header of the copies they send on, and take out of it (mgrpAddHeader, mgrpRemoveHeader), as declared edits of these copies alone. */
final class ListHeader implements Stage<JudgedMessage> {

    @Override
    public StageResult decide(JudgedMessage message, SessionFacts facts) {
        List<AcceptedRecipient> recipients = facts.require(GateFacts.RECIPIENTS);
        if (recipients.stream().allMatch(recipient -> recipient.copies().stream().allMatch(ListHeader::isUnchanged))) {
            return new StageResult.Next(facts);
        }
        Map<ListChanges, HeaderEdits> known = new HashMap<>();
        List<AcceptedRecipient> changed = new ArrayList<>();
        for (AcceptedRecipient recipient : recipients) {
            changed.add(recipient.with(changed(recipient.copies(), message.header(), known)));
        }
        return new StageResult.Next(facts.with(GateFacts.RECIPIENTS, changed));
    }

    /** The copies with what the groups on their way want, also of those that a script sent there. */
    static List<AcceptedRecipient.Copy> changed(List<AcceptedRecipient.Copy> copies, MessageHeader header) {
        return changed(copies, header, new HashMap<>());
    }

    private static List<AcceptedRecipient.Copy> changed(List<AcceptedRecipient.Copy> copies, MessageHeader header, Map<ListChanges, HeaderEdits> known) {
        return copies.stream().map(copy -> isUnchanged(copy) ? copy : changed(copy, known.computeIfAbsent(copy.changes(), changes -> edits(changes, header)))).toList();
    }

    private static boolean isUnchanged(AcceptedRecipient.Copy copy) {
        return copy.changes().leaveHeader();
    }

    private static AcceptedRecipient.Copy changed(AcceptedRecipient.Copy copy, HeaderEdits edits) {
        return edits.patches().isEmpty() ? copy : copy.altered(copy.alteration().and(edits));
    }

    private static HeaderEdits edits(ListChanges changes, MessageHeader header) {
        List<HeaderEdits.Patch> patches = new ArrayList<>();
        for (Field field : header.fields()) {
            if (changes.removed().contains(field.name())) {
                patches.add(new HeaderEdits.Patch(field.at(), field.length(), ""));
            }
        }
        HeaderEdits removed = new HeaderEdits(patches);
        return changes.added().isEmpty() ? removed : removed.prepend(String.join("\r\n", changes.added()) + "\r\n");
    }
}
