package org.gatepost.gate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.gatepost.gate.AcceptedRecipient.Alteration;
import org.gatepost.gate.AcceptedRecipient.Copy;
import org.gatepost.mail.HeaderEdits;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.ReversePath;
import org.gatepost.stage.Match;

/** Copies of a message for those who keep all of it ({@code capture}): one for each address, however many recipients it is about. For one message and one thread. */
final class Journal {

    private final ScriptSession session;
    private final Map<Mailbox, List<String>> captured = new LinkedHashMap<>();

    Journal(ScriptSession session) {
        this.session = session;
    }

    /**
     * Notes a copy; what the trace says of it.
     *
     * @param address absent: the journal of the copy's domain, or of the system
     */
    String capture(Copy copy, Optional<String> address) {
        Optional<Mailbox> journal = address.isPresent() ? address.flatMap(ScriptForwarding::mailbox) : session.policy().scripts().journal(CopyScripts.domain(copy));
        if (journal.isEmpty()) {
            return "capture, for which there is no address";
        }
        List<String> addresses = captured.computeIfAbsent(journal.get(), each -> new ArrayList<>());
        if (!addresses.contains(copy.address().address())) {
            addresses.add(copy.address().address());
        }
        return "capture " + journal.get().address();
    }

    /** The copies, with the envelope in fields above all others; nobody hears of them. */
    List<Copy> copies() {
        List<Copy> all = new ArrayList<>();
        captured.forEach((journal, recipients) -> {
            StringBuilder fields = new StringBuilder("X-Envelope-From: <").append(session.sender().address()).append(">\r\n");
            recipients.forEach(each -> fields.append("X-Envelope-To: <").append(each).append(">\r\n"));
            Alteration alteration = Alteration.NONE.and(HeaderEdits.NONE.prepend(fields.toString())).sentBy(ReversePath.NULL);
            switch (session.forwarding().copies(journal, ReversePath.NULL, session.octets(), session.policy(), "capture")) {
                case Match.Found<ScriptForwarding.Onward>(ScriptForwarding.Onward found) -> found.copies().forEach(copy -> all.add(copy.altered(alteration)));
                // What must be kept a copy of is not taken without one.
                case Match.NotFound<ScriptForwarding.Onward>() -> throw new ScriptSession.Undecided("the journal " + journal.address() + " takes no mail");
                case Match.Unavailable<ScriptForwarding.Onward>(String why) -> throw new ScriptSession.Undecided(why);
                case Match.Conflicting<ScriptForwarding.Onward>(String why) -> throw new ScriptSession.Undecided(why);
            }
        });
        return all;
    }
}
