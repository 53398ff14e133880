package org.gatepost.tlsreport;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.gatepost.smtp.protocol.Mailbox;

/** The TXT record at {@code _smtp._tls} in which a domain says where it wants its reports (RFC 8460 section 3). */
public final class ReportRecord {

    /** Places of one domain that are served; further ones are passed over. */
    public static final int PLACES_MAX = 5;
    /** The longest place that is read. */
    public static final int PLACE_CHARACTERS_MAX = 1_000;

    private static final String VERSION = "v=TLSRPTv1";
    private static final Pattern RECORD = Pattern.compile(VERSION + "\\s*;(.*)", Pattern.DOTALL);
    private static final String PLACES = "rua=";
    private static final String ATEXT = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
    private static final Pattern MAILBOX = Pattern.compile("(" + ATEXT + "(?:\\." + ATEXT + ")*)@([A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?)");
    private static final Pattern ADDRESS = Pattern.compile("\\[.*]|[0-9.]+");

    private ReportRecord() {
    }

    /** The name it stands at. */
    public static String nameOf(String policyDomain) {
        return "_smtp._tls." + policyDomain;
    }

    /**
     * The places named in the texts found there: exactly one of them may be such a record, else the domain wants no report. Places of another kind, and
     * those that make no sense, are passed over.
     */
    public static List<ReportPlace> places(List<String> texts) {
        List<Matcher> records = texts.stream().map(RECORD::matcher).filter(Matcher::matches).toList();
        return records.size() == 1 ? places(records.getFirst().group(1)) : List.of();
    }

    private static List<ReportPlace> places(String fields) {
        List<ReportPlace> places = new ArrayList<>();
        for (String field : fields.split(";")) {
            if (field.strip().startsWith(PLACES)) {
                for (String each : field.strip().substring(PLACES.length()).split(",")) {
                    place(each.strip()).filter(place -> places.size() < PLACES_MAX && !places.contains(place)).ifPresent(places::add);
                }
            }
        }
        return List.copyOf(places);
    }

    /** One place; empty where it is none that can be served. */
    public static Optional<ReportPlace> place(String text) {
        try {
            URI address = new URI(text);
            if (text.length() > PLACE_CHARACTERS_MAX || address.getScheme() == null) {
                return Optional.empty();
            }
            return switch (address.getScheme().toLowerCase(Locale.ROOT)) {
                case "mailto" -> mailbox(address.getSchemeSpecificPart()).map(ReportPlace.Mail::new);
                // An address is nobody's name: no certificate would vouch for who is there.
                case "https" -> address.getHost() == null || address.getUserInfo() != null || ADDRESS.matcher(address.getHost()).matches() ? Optional.empty()
                        : Optional.of(new ReportPlace.Web(address));
                default -> Optional.empty();
            };
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    /** What stands behind a question mark would be header fields; they are ours. */
    private static Optional<Mailbox> mailbox(String decoded) {
        Matcher matcher = MAILBOX.matcher(decoded.replaceFirst("[?][^@]*$", ""));
        return matcher.matches() && matcher.group(1).length() <= Mailbox.LOCAL_PART_OCTETS_MAX && matcher.group(2).length() <= Mailbox.DOMAIN_OCTETS_MAX
                ? Optional.of(new Mailbox(matcher.group(1), matcher.group(2))) : Optional.empty();
    }
}
