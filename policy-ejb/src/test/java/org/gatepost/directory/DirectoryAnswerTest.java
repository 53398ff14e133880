package org.gatepost.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.ReversePath;
import org.junit.jupiter.api.Test;

/** What a directory says of an address, on the demo directory in memory. */
class DirectoryAnswerTest {

    private final FakeDirectory directory = FakeDirectory.demo();

    private Map<String, Object> of(String user, String domain) {
        return DirectoryAnswer.of(directory, new Mailbox(user, domain), Submitter.stranger(ReversePath.NULL), OptionalLong.empty());
    }

    @Test
    void whoGetsItAndInWhatStateTheAccountIs() {
        Map<String, Object> alice = of("alice", "example.com");
        assertTrue(DirectoryAnswer.isAccepted(alice));
        assertEquals("active", ((Map<?, ?>) alice.get("account")).get("status"));
        assertEquals("alice@example.com", ((Map<?, ?>) ((List<?>) alice.get("deliveries")).getFirst()).get("address"));
    }

    @Test
    void aGroupsMembersAreNamedAndEachGetsACopy() {
        Map<String, Object> team = of("team", "example.com");
        assertEquals("group", ((Map<?, ?>) team.get("account")).get("kind"));
        assertTrue(((List<?>) team.get("deliveries")).size() > 1, team.toString());
    }

    @Test
    void whoIsNotThereIsRefusedWithAReplyAndOtherDomainsAreNotOurs() {
        Map<String, Object> nobody = of("nobody", "example.com");
        assertEquals("refused", nobody.get("result"));
        assertTrue(nobody.get("reply").toString().startsWith("550 5.1.1"), nobody.toString());
        Map<String, Object> elsewhere = of("a", "remote.example");
        assertEquals("not local", elsewhere.get("result"));
        assertFalse(elsewhere.containsKey("account"));
    }
}
