package org.gatepost.adapter.scanner.milter;

import java.io.IOException;
import java.util.List;
import java.util.Map;

import org.gatepost.scan.ScanWish;
import org.gatepost.smtp.protocol.Command;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.ReversePath;
import org.gatepost.smtp.protocol.ServiceOffer;
import org.gatepost.smtp.wire.CommandParser;
import org.gatepost.smtp.wire.Parsed;

/** What a filter wants changed in the envelope, packet by packet. Parameters of its addresses are not heard. */
final class OtherEnvelope {

    static final char ADD = '+';
    static final char ADD_WITH_PARAMETERS = '2';
    static final char DELETE = '-';
    static final char SENDER = 'e';

    private static final ServiceOffer NOTHING = new ServiceOffer(Map.of());

    private OtherEnvelope() {
    }

    /** The action it belongs to. */
    static int action(char code) {
        return switch (code) {
            case ADD -> Terms.ADD_RECIPIENTS;
            case ADD_WITH_PARAMETERS -> Terms.ADD_RECIPIENTS_WITH_PARAMETERS;
            case DELETE -> Terms.DELETE_RECIPIENTS;
            default -> Terms.CHANGE_SENDER;
        };
    }

    /** The wish a packet is; an address that SMTP could not carry was not understood. */
    static ScanWish wish(Packet packet) throws IOException {
        List<String> texts = packet.texts(0);
        boolean parameters = packet.code() == ADD_WITH_PARAMETERS || packet.code() == SENDER;
        if (texts.isEmpty() || texts.size() > (parameters ? 2 : 1)) {
            throw new IOException("not understood: " + texts.size() + " texts in packet " + packet.code());
        }
        String path = texts.getFirst().startsWith("<") ? texts.getFirst() : "<" + texts.getFirst() + ">";
        return switch (packet.code()) {
            case ADD, ADD_WITH_PARAMETERS -> new ScanWish.AddRecipient(recipient(path));
            case DELETE -> new ScanWish.DeleteRecipient(recipient(path));
            default -> new ScanWish.ChangeSender(sender(path));
        };
    }

    private static ReversePath sender(String path) throws IOException {
        if (CommandParser.mail("FROM:" + path, NOTHING) instanceof Parsed.Understood(Command.Mail(var sender, var ignored))) {
            return sender;
        }
        throw new IOException("not understood: the address of a sender");
    }

    private static Mailbox recipient(String path) throws IOException {
        if (CommandParser.rcpt("TO:" + path, NOTHING) instanceof Parsed.Understood(Command.Rcpt(var forward, var ignored)) && !forward.mailbox().domain().isEmpty()) {
            return forward.mailbox();
        }
        throw new IOException("not understood: the address of a recipient");
    }
}
