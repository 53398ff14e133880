package org.gatepost.sieve.reply;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.gatepost.sieve.SieveAction;
import org.gatepost.sieve.SieveEnvelope;
import org.gatepost.sieve.message.HeaderField;
import org.gatepost.sieve.message.MailAddress;
import org.gatepost.sieve.message.MailAddresses;
import org.gatepost.sieve.message.SieveMessage;

/** Whether an absent owner answers a message, and with what. How often is for whoever keeps the book of replies. */
public final class VacationReply {

    private static final List<String> RECIPIENT_FIELDS = List.of("To", "Cc", "Bcc", "Resent-To", "Resent-Cc", "Resent-Bcc");
    private static final String SUBJECT_PLACE = "%$";

    /**
     * How replies are made.
     *
     * @param defaultSubject where the message has no subject and the script names none
     * @param subjectTemplate where the script names none; "%$" is the message's
     * @param originalRecipient whether the recipient as the client named it is the owner, too
     * @param checkRecipient whether the message has to name the owner
     * @param toHeaderOfMessage whether the reply's To is whom the message's header names, not the envelope
     * @param fromRecipient whether the reply's reverse-path is the recipient's, not null
     */
    public record Manner(String defaultSubject, String subjectTemplate, boolean originalRecipient, boolean checkRecipient, boolean toHeaderOfMessage,
            boolean fromRecipient) {

        public static final Manner DEFAULT = new Manner("Automated reply", "Auto: " + SUBJECT_PLACE, false, true, false, false);
    }

    private VacationReply() {
    }

    /**
     * The reply, where there is to be one.
     *
     * @param owners addresses of the owner besides those of envelope and script
     */
    public static Optional<GeneratedMail> to(SieveMessage message, SieveEnvelope envelope, SieveAction.Vacation vacation, List<String> owners, Manner manner,
            Stamp stamp) {
        Optional<MailAddress> sender = MailAddresses.isNullPath(envelope.from()) ? Optional.empty() : MailAddresses.path(envelope.from());
        if (sender.isEmpty() || sender.get().domain().isEmpty() || AutomaticMail.isProgram(sender.get().localPart())
                || AutomaticMail.isAutoSubmitted(message) || AutomaticMail.isBulk(message)) {
            return Optional.empty();
        }
        List<String> own = new ArrayList<>(owners);
        own.add(plain(envelope.to()));
        if (manner.originalRecipient()) {
            envelope.originalTo().ifPresent(original -> own.add(plain(original)));
        }
        vacation.addresses().forEach(address -> own.add(plain(address)));
        if (own.stream().anyMatch(sender.get().toString()::equalsIgnoreCase)) {
            return Optional.empty();
        }
        Optional<String> named = namedIn(message, own);
        if (named.isEmpty() && manner.checkRecipient()) {
            return Optional.empty();
        }
        return Optional.of(write(message, envelope, vacation, sender.get(), named.orElse(plain(envelope.to())), manner, stamp));
    }

    private static String plain(String address) {
        return MailAddresses.path(address).or(() -> MailAddresses.single(address)).map(MailAddress::toString).orElse(address);
    }

    private static Optional<String> namedIn(SieveMessage message, List<String> own) {
        for (HeaderField field : message.fields()) {
            if (RECIPIENT_FIELDS.stream().anyMatch(field::named)) {
                for (MailAddress address : MailAddresses.list(field.unfolded())) {
                    Optional<String> found = own.stream().filter(address.toString()::equalsIgnoreCase).findFirst();
                    if (found.isPresent()) {
                        return found;
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static GeneratedMail write(SieveMessage message, SieveEnvelope envelope, SieveAction.Vacation vacation, MailAddress sender, String owner,
            Manner manner, Stamp stamp) {
        Draft draft = new Draft(stamp);
        draft.address("From", vacation.from().orElse('<' + owner + '>'));
        draft.field("To", manner.toHeaderOfMessage() ? first(message, "Reply-To").or(() -> first(message, "From")).orElse(sender.toString())
                : '<' + sender.toString() + '>');
        draft.phrase("Subject", vacation.subject().orElseGet(() -> first(message, "Subject").filter(subject -> !subject.isEmpty())
                .map(subject -> manner.subjectTemplate().replace(SUBJECT_PLACE, subject)).orElse(manner.defaultSubject())));
        first(message, "Message-ID").ifPresent(id -> {
            draft.field("In-Reply-To", id);
            draft.field("References", first(message, "References").map(all -> cut(all) + ' ').orElse("") + id);
        });
        draft.field("Auto-Submitted", "auto-replied (vacation)");
        draft.field("Precedence", "bulk");
        String from = manner.fromRecipient() ? plain(envelope.to()) : "";
        return new GeneratedMail(from, sender.toString(), vacation.mime() ? draft.withMime(vacation.reason()) : draft.withText(vacation.reason()));
    }

    private static Optional<String> first(SieveMessage message, String name) {
        return message.fields().stream().filter(field -> field.named(name)).findFirst().map(HeaderField::value);
    }

    /** A thread may be long; its beginning and its last messages are enough. */
    private static String cut(String references) {
        String[] ids = references.split("\\s+");
        if (ids.length <= 20) {
            return String.join(" ", ids);
        }
        return ids[0] + ' ' + String.join(" ", List.of(ids).subList(ids.length - 19, ids.length));
    }
}
