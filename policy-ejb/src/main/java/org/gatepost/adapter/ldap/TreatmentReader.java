package org.gatepost.adapter.ldap;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import com.unboundid.ldap.sdk.Entry;

import org.gatepost.directory.Autoreply;
import org.gatepost.directory.SendingLimits;
import org.gatepost.directory.Treatment;
import org.gatepost.mail.NoSolicit;

/** What entries say of filters, answers and senders' limits. What makes no sense and only adds something is passed over and said; a limit that is no number is not. */
final class TreatmentReader {

    private static final long BLOCK_OCTETS = 1024;
    private static final long HOURS_MAX = 24L * 366;
    /** The dates of the Sun schema, to the second and in UTC; the letter is often left out. */
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("uuuuMMddHHmmss", Locale.ROOT);

    private final EntryReader entries;

    TreatmentReader(EntryReader entries) {
        this.entries = entries;
    }

    Treatment ofDomain(Entry entry) {
        return new Treatment(entries.values(entry, LdapAttribute.DOMAIN_OPT_IN), entries.values(entry, LdapAttribute.DOMAIN_OPT_OUT),
                entries.values(entry, LdapAttribute.DOMAIN_SOURCE_OPT_IN), noSolicit(entry, LdapAttribute.DOMAIN_NO_SOLICIT),
                entries.values(entry, LdapAttribute.DOMAIN_SIEVE), entries.values(entry, LdapAttribute.DOMAIN_CONVERSION_TAG),
                entries.addresses(entry, LdapAttribute.DOMAIN_CAPTURE), entries.first(entry, LdapAttribute.DOMAIN_LANGUAGE),
                new SendingLimits(entries.limit(entry, LdapAttribute.DOMAIN_RECIPIENT_LIMIT, 1), entries.limit(entry, LdapAttribute.DOMAIN_RECIPIENT_CUTOFF, 1),
                        entries.limit(entry, LdapAttribute.DOMAIN_SOURCE_BLOCK_LIMIT, BLOCK_OCTETS), entries.first(entry, LdapAttribute.DOMAIN_SOURCE_CHANNEL))).shared();
    }

    Treatment ofAccount(Entry entry) {
        return new Treatment(entries.values(entry, LdapAttribute.OPT_IN), entries.values(entry, LdapAttribute.OPT_OUT),
                entries.values(entry, LdapAttribute.SOURCE_OPT_IN), noSolicit(entry, LdapAttribute.NO_SOLICIT), entries.values(entry, LdapAttribute.SIEVE),
                entries.values(entry, LdapAttribute.CONVERSION_TAG), entries.addresses(entry, LdapAttribute.CAPTURE),
                entries.first(entry, LdapAttribute.LANGUAGE), new SendingLimits(entries.limit(entry, LdapAttribute.RECIPIENT_LIMIT, 1),
                        entries.limit(entry, LdapAttribute.RECIPIENT_CUTOFF, 1), entries.limit(entry, LdapAttribute.SOURCE_BLOCK_LIMIT, BLOCK_OCTETS), entries.first(entry, LdapAttribute.SOURCE_CHANNEL)),
                entries.addresses(entry, LdapAttribute.HEAD_OF_HOUSEHOLD).stream().findFirst()).shared();
    }

    /** The answer; none where there is nothing to say, or when it is wanted is not clear. */
    Optional<Autoreply> autoreply(Entry entry) {
        String text = lines(entry, LdapAttribute.AUTOREPLY_TEXT);
        String internal = lines(entry, LdapAttribute.AUTOREPLY_TEXT_INTERNAL);
        Optional<Autoreply.Mode> mode = mode(entry);
        if (mode.isEmpty() || text.isEmpty() && internal.isEmpty() && mode.get() != Autoreply.Mode.ECHO) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Autoreply(mode.get(), entries.first(entry, LdapAttribute.AUTOREPLY_SUBJECT).orElse(""), text, internal,
                    mode.get() == Autoreply.Mode.VACATION ? interval(entry) : Duration.ZERO, date(entry, LdapAttribute.VACATION_START),
                    date(entry, LdapAttribute.VACATION_END)));
        } catch (DateTimeParseException e) {
            entries.complain(entry.getDN() + ": when to answer is not YYYYMMDDHHMMSSZ: " + e.getParsedString());
            return Optional.empty();
        }
    }

    private Optional<Autoreply.Mode> mode(Entry entry) {
        String word = entries.first(entry, LdapAttribute.AUTOREPLY_MODE).orElse("vacation");
        Optional<Autoreply.Mode> mode = Arrays.stream(Autoreply.Mode.values()).filter(each -> each.name().equalsIgnoreCase(word)).findFirst();
        if (mode.isEmpty()) {
            entries.complain(entry.getDN() + " " + LdapAttribute.AUTOREPLY_MODE.word() + " is none of vacation, reply, echo");
        }
        return mode;
    }

    private Duration interval(Entry entry) {
        Optional<String> hours = entries.first(entry, LdapAttribute.AUTOREPLY_TIMEOUT);
        if (hours.isPresent() && !hours.get().matches("[0-9]{1,9}")) {
            entries.complain(entry.getDN() + " " + LdapAttribute.AUTOREPLY_TIMEOUT.word() + " is no number of hours");
        }
        return hours.filter(text -> text.matches("[0-9]{1,9}")).map(text -> Duration.ofHours(Math.min(Long.parseLong(text), HOURS_MAX))).orElse(Autoreply.INTERVAL);
    }

    private Optional<Instant> date(Entry entry, LdapAttribute attribute) {
        return entries.first(entry, attribute).map(text -> LocalDateTime.parse(text.replaceFirst("[zZ]$", ""), DATE).toInstant(ZoneOffset.UTC));
    }

    /** A text whose lines are separated by {@code $} or ends of lines. */
    private String lines(Entry entry, LdapAttribute attribute) {
        return entries.first(entry, attribute).map(text -> String.join("\r\n", text.split("\\$|\\R", -1))).orElse("");
    }

    /** Classes of solicitations; a value that names none is passed over, and said. */
    private NoSolicit noSolicit(Entry entry, LdapAttribute attribute) {
        List<String> values = entries.values(entry, attribute);
        NoSolicit all = NoSolicit.NONE;
        for (String value : values) {
            try {
                all = all.and(new NoSolicit(Arrays.asList(value.split("[, ]+"))));
            } catch (IllegalArgumentException e) {
                entries.complain(entry.getDN() + " " + attribute.word() + ": " + e.getMessage());
            }
        }
        return all;
    }
}
