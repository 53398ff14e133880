package org.gatepost.dsn;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

import org.gatepost.mail.MessageHeader;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.ReversePath;

/**
 * What RFC 3834 says of mail that no person wrote: how ours says so of itself, and what must not be answered by such mail, so that no two machines
 * write to each other for ever. For whatever answers a message by itself, a vacation notice first of all; delivery reports follow RFC 3464 instead, and
 * only carry the field. Stateless.
 */
public final class AutomaticReply {

    /** RFC 3834 section 5: the field everything we originate carries. */
    public static final String FIELD = "Auto-Submitted";
    /** Of what answers a message: a report, a vacation notice. */
    public static final String REPLIED = "auto-replied";
    /** Of what answers no message: an alarm, a digest. */
    public static final String GENERATED = "auto-generated";

    private static final Set<String> BULK = Set.of("bulk", "list", "junk");
    private static final Set<String> MACHINES = Set.of("mailer-daemon", "postmaster", "listserv", "majordomo", "noreply", "no-reply");

    private AutomaticReply() {
    }

    /**
     * Why a message must not be answered by a machine in the name of one of its recipients (RFC 3834 section 2); empty where it may be.
     *
     * @param own the addresses of the recipient: one of them must be in To, Cc or Bcc, or it is list mail
     */
    public static Optional<String> forbidden(ReversePath sender, MessageHeader header, Set<String> own) {
        if (sender.isNull()) {
            return Optional.of("the null reverse-path");
        }
        String local = sender.mailbox().map(Mailbox::localPart).orElse("").toLowerCase(Locale.ROOT);
        if (MACHINES.contains(local) || local.startsWith("owner-") || local.endsWith("-request") || local.endsWith("-owner")) {
            return Optional.of("the sender is a machine or a list: " + local);
        }
        for (MessageHeader.Field field : header.all("auto-submitted")) {
            String word = field.value().split("[;\\s(]", 2)[0];
            if (!word.equalsIgnoreCase("no")) {
                return Optional.of("Auto-Submitted: " + word);
            }
        }
        for (MessageHeader.Field field : header.all("precedence")) {
            if (BULK.contains(field.value().strip().toLowerCase(Locale.ROOT))) {
                return Optional.of("Precedence: " + field.value().strip());
            }
        }
        if (header.fields().stream().anyMatch(field -> field.name().startsWith("list-"))) {
            return Optional.of("list mail");
        }
        List<String> addressed = header.fields().stream().filter(field -> Set.of("to", "cc", "bcc", "resent-to", "resent-cc", "resent-bcc").contains(field.name()))
                .map(field -> field.value().toLowerCase(Locale.ROOT)).toList();
        boolean personal = own.stream().anyMatch(address -> addressed.stream().anyMatch(value -> mentions(value, address.toLowerCase(Locale.ROOT))));
        return personal ? Optional.empty() : Optional.of("not addressed to the recipient by name");
    }

    /** Whether the address stands there as a whole, not as the end or beginning of another. */
    private static boolean mentions(String value, String address) {
        for (int at = value.indexOf(address); at >= 0; at = value.indexOf(address, at + 1)) {
            int end = at + address.length();
            if ((at == 0 || isBoundary(value.charAt(at - 1))) && (end == value.length() || isBoundary(value.charAt(end)))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isBoundary(char c) {
        return " \t,;:<>()\"".indexOf(c) >= 0;
    }
}
