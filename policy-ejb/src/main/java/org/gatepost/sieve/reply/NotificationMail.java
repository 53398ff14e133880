package org.gatepost.sieve.reply;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.gatepost.sieve.SieveAction;
import org.gatepost.sieve.message.HeaderField;
import org.gatepost.sieve.message.MailAddress;
import org.gatepost.sieve.message.MailtoUri;
import org.gatepost.sieve.message.SieveMessage;

/** Mail that tells somebody of a message (RFC 5436). */
public final class NotificationMail {

    private static final String[] IMPORTANCE = {"high", "normal", "low"};
    private static final String[] PRIORITY = {"1 (High)", "3 (Normal)", "5 (Low)"};

    private NotificationMail() {
    }

    /**
     * The messages to send, one for each recipient; none about what a machine sent (RFC 5436 2.7).
     *
     * @param from the From of the notification, where the script names none
     * @param reversePath of the messages
     * @param told who has been told of this message already, lower case; who is told now is added
     */
    public static List<GeneratedMail> about(SieveMessage message, SieveAction.Notify notify, String owner, String from, String reversePath, Set<String> told,
            Stamp stamp) {
        if (AutomaticMail.isAutoSubmitted(message)) {
            return List.of();
        }
        MailtoUri uri = MailtoUri.parse(notify.method());
        List<MailAddress> to = untold(uri.to(), told);
        List<MailAddress> cc = untold(uri.cc(), told);
        Draft draft = new Draft(stamp);
        draft.address("From", notify.from().orElse(from));
        list(draft, "To", to);
        list(draft, "Cc", cc);
        // 2.7: what the script says, else what the URI says, else what the message says.
        draft.phrase("Subject", notify.message().or(uri::subject).orElseGet(() -> message.fields().stream().filter(field -> field.named("Subject")).findFirst()
                .map(HeaderField::value).orElse("New message")));
        draft.field("Auto-Submitted", "auto-notified; owner-email=\"" + owner.replaceAll("[\"\\\\\\r\\n]", "") + '"');
        draft.field("Precedence", "bulk");
        draft.field("X-Priority", PRIORITY[notify.importance() - 1]);
        draft.field("Importance", IMPORTANCE[notify.importance() - 1]);
        uri.fields().forEach(field -> draft.phrase(field.name(), field.unfolded()));
        String text = draft.withText(uri.body().orElse("Notification of new message."));
        List<GeneratedMail> all = new ArrayList<>();
        to.forEach(address -> all.add(new GeneratedMail(reversePath, address.toString(), text)));
        cc.forEach(address -> all.add(new GeneratedMail(reversePath, address.toString(), text)));
        return all;
    }

    private static List<MailAddress> untold(List<MailAddress> addresses, Set<String> told) {
        return addresses.stream().filter(address -> told.add(address.toString().toLowerCase(java.util.Locale.ROOT))).toList();
    }

    private static void list(Draft draft, String name, List<MailAddress> addresses) {
        if (!addresses.isEmpty()) {
            draft.field(name, String.join(", ", addresses.stream().map(MailAddress::toString).toList()));
        }
    }
}
