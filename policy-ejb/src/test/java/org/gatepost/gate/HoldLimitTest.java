package org.gatepost.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;

import org.gatepost.mail.ChannelName;
import org.gatepost.mail.NoSolicit;
import org.gatepost.queue.Route;
import org.gatepost.smtp.protocol.ForwardPath;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.RcptParameters;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class HoldLimitTest {

    @Test
    @DisplayName("Q07 a message to one more than the hold limit is held")
    void q07AMessageToOneMoreThanTheHoldLimitIsHeld() {
        HoldLimit limit = new HoldLimit(OptionalInt.of(3));
        List<AcceptedRecipient> three = recipients(3);
        assertSame(three, limit.held(three));
        List<AcceptedRecipient> four = limit.held(recipients(4));
        assertEquals(4, four.stream().flatMap(each -> each.copies().stream()).filter(copy -> copy.held().isPresent()).count());
        assertEquals(new AcceptedRecipient.Hold("HoldLimit", "4 copies, 3 may go"), four.getFirst().copies().getFirst().held().orElseThrow());
    }

    @Test
    void withoutALimitNobodyIsHeld() {
        List<AcceptedRecipient> many = recipients(1_000);
        assertSame(many, new HoldLimit(OptionalInt.empty()).held(many));
    }

    private static List<AcceptedRecipient> recipients(int count) {
        return IntStream.range(0, count).mapToObj(i -> new AcceptedRecipient(ForwardPath.of("r" + i, "example.com"), RcptParameters.NONE,
                List.of(new AcceptedRecipient.Copy(new Mailbox("r" + i, "example.com"), new Route(new ChannelName("tcp_lmtpcs"), "tcp_lmtpcs"),
                        OptionalLong.empty(), Optional.empty(), Optional.empty())), List.of(), NoSolicit.NONE, Optional.empty())).toList();
    }
}
