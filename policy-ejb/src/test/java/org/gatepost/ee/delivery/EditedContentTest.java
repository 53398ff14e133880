package org.gatepost.ee.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

import org.gatepost.mail.HeaderEdits;
import org.gatepost.queue.ClaimedEntry;
import org.gatepost.queue.QueueEntry;
import org.gatepost.queue.QueuedMessage;
import org.gatepost.smtp.client.OutgoingContent;
import org.gatepost.smtp.client.Unconvertible;
import org.junit.jupiter.api.Test;

/** A body that a filter replaced, on its way to a next hop that takes 7 bits. */
class EditedContentTest {

    private static final String HEADER = "Content-Type: text/plain\r\n\r\n";
    private static final String CONTENT = HEADER + "as it was received: \u00e4\u00e4\u00e4\r\n";

    private static EditedContent content(String body, boolean converts) {
        HeaderEdits edits = new HeaderEdits(List.of(HeaderEdits.Patch.of(HEADER.length(), CONTENT.length() - HEADER.length(), body.getBytes(StandardCharsets.ISO_8859_1)))).prepend("Received: here\r\n");
        ClaimedEntry any = Entries.to(Entries.route("remote.example"), 1);
        QueueEntry entry = QueueEntry.fresh(any.entry().id(), any.entry().route(), any.entry().recipients(), Optional.empty(), Optional.of(edits));
        QueuedMessage message = new QueuedMessage(any.message().id(), any.message().envelope(), CONTENT.length(), HeaderEdits.NONE, any.message().origin(), 1, any.message().marks());
        Share share = new Share(DeliveryLimits.DEFAULT, new Holdings(DeliveryLimits.DEFAULT));
        return new EditedContent(new DeliveryTask(new ClaimedEntry(entry, message), share, Optional.empty(), 1, 0),
                id -> new ByteArrayInputStream(CONTENT.getBytes(StandardCharsets.ISO_8859_1)), converts);
    }

    private static String written(OutgoingContent content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        content.writeTo(out);
        assertEquals(out.size(), content.size());
        return out.toString(StandardCharsets.ISO_8859_1);
    }

    @Test
    void theNewBodyIsConvertedAndNotTheOneThatIsGone() throws Exception {
        EditedContent replaced = content("new \u00ff\r\n", true);
        assertEquals("Received: here\r\n" + HEADER + "new \u00ff\r\n", written(replaced));
        assertEquals("Received: here\r\nContent-Type: text/plain\r\nMIME-Version: 1.0\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nnew =FF\r\n", written(replaced.inSevenBit()));
        assertThrows(Unconvertible.class, () -> content("new \u00ff\r\n", false).inSevenBit());
    }

    @Test
    void aNewBodyOfSevenBitsNeedsNoConversionWhateverTheOldOneWas() throws Exception {
        EditedContent replaced = content("new\r\n", false);
        assertSame(replaced, replaced.inSevenBit());
    }
}
