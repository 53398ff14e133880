package org.gatepost.ee.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;

import org.gatepost.queue.EntryWishes;
import org.gatepost.queue.RecipientState;
import org.gatepost.smtp.protocol.DeliverBy;
import org.gatepost.smtp.protocol.EnhancedStatus;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.Reply;
import org.gatepost.smtp.protocol.Ret;
import org.junit.jupiter.api.Test;

class StoredFormsTest {

    @Test
    void mailboxesComeBackAsTheyWere() {
        for (Mailbox mailbox : List.of(new Mailbox("alice", "example.com"), new Mailbox("a@b", "example.com"), new Mailbox("a\"b\\c d", "example.com"),
                new Mailbox("x", "[IPv6:2001:db8::1]"), new Mailbox("postmaster", ""), new Mailbox("two words", ""), new Mailbox("a@b", ""))) {
            assertEquals(mailbox, StoredForms.mailbox(mailbox.address()));
        }
    }

    @Test
    void repliesComeBackAsOneLine() {
        assertEquals(Reply.of(550, "5.1.1", "no such user"), StoredForms.reply("550 5.1.1 no such user"));
        assertEquals(Reply.of(250, "", "ok"), StoredForms.reply("250 ok"));
        assertEquals(Reply.of(451, "4.3.0", "a / b"), StoredForms.reply(new Reply(451, EnhancedStatus.of("4.3.0"), List.of("a", "b")).toString()));
    }

    @Test
    void statesComeBackAsTheyWere() {
        Reply reply = Reply.of(550, "5.1.1", "no such user");
        for (RecipientState state : List.of(new RecipientState.Waiting(), new RecipientState.Failed(reply), new RecipientState.Expired(reply),
                new RecipientState.Sent(Reply.of(250, "2.0.0", "ok")), new RecipientState.Held("admin", "looked at"))) {
            assertEquals(state, StoredForms.StateColumns.of(state).read());
        }
    }

    @Test
    void wishesOfAnEntryComeBackAsTheyWere() {
        DeliverBy by = new DeliverBy(-30, DeliverBy.Mode.NOTIFY, true);
        assertEquals(Optional.empty(), StoredForms.wishesText(EntryWishes.NONE));
        for (EntryWishes wishes : List.of(new EntryWishes(Optional.of(Ret.HDRS), Optional.empty()), new EntryWishes(Optional.empty(), Optional.of(by)),
                new EntryWishes(Optional.of(Ret.FULL), Optional.of(by)))) {
            assertEquals(wishes, StoredForms.wishes(StoredForms.wishesText(wishes).orElseThrow()));
        }
    }
}
