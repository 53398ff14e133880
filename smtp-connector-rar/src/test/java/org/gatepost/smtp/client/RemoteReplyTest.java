package org.gatepost.smtp.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Map;

import org.gatepost.smtp.protocol.Reply;
import org.junit.jupiter.api.Test;

class RemoteReplyTest {

    @Test
    void whatANextHopSaysOfPolicyForNowOrBeforeItClosesIsAComplaint() {
        Map<String, Boolean> said = Map.of("421 4.3.2", true, "421 4.7.0", true, "450 4.7.1", true, "451 4.7.24", true, "450 4.2.1", false, "550 5.7.1", false,
                "250 2.7.0", false);
        said.forEach((reply, complaint) -> assertEquals(complaint, new RemoteReply.Spoken(reply(reply), Step.RCPT).isComplaint(), reply));
    }

    @Test
    void whatWeSayOurselvesIsNone() {
        assertFalse(new RemoteReply.Broken(reply("421 4.4.2"), Step.END_OF_DATA).isComplaint());
        assertFalse(new RemoteReply.Ours(reply("451 4.7.5"), Step.MAIL).isComplaint());
    }

    private static Reply reply(String text) {
        return Reply.of(Integer.parseInt(text.substring(0, 3)), text.substring(4), "said");
    }
}
