package org.gatepost.mapping.access;

import org.gatepost.mail.ChannelName;
import org.gatepost.mapping.Flags;
import org.gatepost.mapping.Mappings;
import org.gatepost.smtp.listener.MailRequest;

/** FROM_ACCESS, asked at MAIL FROM. */
public final class FromAccess {

    public static final String TABLE = "FROM_ACCESS";

    private FromAccess() {
    }

    /** @param authenticatedAddress the address of who authenticated; empty where nobody did */
    public static AccessAnswer ask(Mappings mappings, MailRequest mail, ChannelName source, String authenticatedAddress) {
        return AccessAnswer.of(mappings.ask(TABLE, probe(mail, source, authenticatedAddress), flags(mail)), true);
    }

    static String probe(MailRequest mail, ChannelName source, String authenticatedAddress) {
        return ProbeText.transaction(mail) + "|" + ProbeText.of(source, mail.reversePath().address(), authenticatedAddress);
    }

    /** A: authenticated. T: encrypted. */
    static Flags flags(MailRequest mail) {
        Flags flags = mail.identity().isPresent() ? Flags.of("A") : Flags.NONE;
        return mail.connection().tls().isPresent() ? flags.with('T') : flags;
    }
}
