package org.gatepost.channel;

import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

import org.gatepost.channel.ConnectionKeywords.Switching;
import org.gatepost.mail.ChannelName;

/**
 * What a channel says about the SMTP service its clients get: of mail that enters by it. Immutable.
 *
 * @param tls keywords {@code notlsserver}, {@code maytlsserver}, {@code musttlsserver}
 * @param sasl keywords {@code nosaslserver}, {@code maysaslserver}, {@code mustsaslserver}
 * @param connection what else it says of their connections
 * @param authentication how clients authenticate, where they may
 * @param submission what is done for the mail of users
 * @param extensions what they are offered besides
 * @param names what is looked up of those who are strangers
 * @param session how much they may do in one session
 * @param tables what access tables are asked besides
 * @param throttles how often they may come
 * @param content what becomes of messages because of what they hold
 * @param trial what of all this is only tried
 */
public record ServiceKeywords(Need tls, Need sasl, ConnectionKeywords connection, SaslKeywords authentication, SubmissionKeywords submission,
        ExtensionKeywords extensions, NameKeywords names, SessionKeywords session, TableKeywords tables, ThrottleKeywords throttles,
        ContentKeywords content, TrialKeywords trial) {

    /** Of a channel that says nothing. */
    public static final ServiceKeywords DEFAULT = new ServiceKeywords(Need.NO, Need.NO, ConnectionKeywords.DEFAULT, SaslKeywords.DEFAULT,
            SubmissionKeywords.DEFAULT, ExtensionKeywords.DEFAULT, NameKeywords.DEFAULT, SessionKeywords.DEFAULT, TableKeywords.DEFAULT,
            ThrottleKeywords.DEFAULT, ContentKeywords.DEFAULT, TrialKeywords.DEFAULT);

    static final Map<String, KeywordRow<ServiceKeywords>> ROWS = withParts(Map.ofEntries(
            KeywordRow.word("notlsserver", keywords -> keywords.withTls(Need.NO)),
            KeywordRow.word("maytlsserver", keywords -> keywords.withTls(Need.MAY)),
            KeywordRow.word("musttlsserver", keywords -> keywords.withTls(Need.MUST)),
            KeywordRow.value("tlsswitchchannel", (keywords, name) -> keywords.with(keywords.connection.switchingTo(new ChannelName(name)))),
            KeywordRow.word("switchchannel", keywords -> keywords.with(keywords.connection.with(Switching.SWITCHES))),
            KeywordRow.word("allowswitchchannel", keywords -> keywords.with(keywords.connection.with(Switching.ALLOWED))),
            KeywordRow.word("noswitchchannel", keywords -> keywords.with(keywords.connection.with(Switching.NEVER))),
            KeywordRow.word("userswitchchannel", keywords -> keywords.with(keywords.connection.switchingByUser(true))),
            KeywordRow.word("nouserswitchchannel", keywords -> keywords.with(keywords.connection.switchingByUser(false))),
            KeywordRow.word("askclientcert", keywords -> keywords.with(keywords.connection.asking(true))),
            KeywordRow.word("noclientcert", keywords -> keywords.with(keywords.connection.asking(false))),
            KeywordRow.word("xclientlogin", keywords -> keywords.with(keywords.connection.takingLogins(true))),
            KeywordRow.word("noxclientlogin", keywords -> keywords.with(keywords.connection.takingLogins(false))),
            KeywordRow.word("nosaslserver", keywords -> keywords.withSasl(Need.NO)),
            KeywordRow.word("maysaslserver", keywords -> keywords.withSasl(Need.MAY)),
            KeywordRow.word("mustsaslserver", keywords -> keywords.withSasl(Need.MUST)),
            KeywordRow.list("saslmechanisms", SaslKeywords.MECHANISMS.size(),
                    (keywords, names) -> keywords.authenticating(with -> with.withMechanisms(names))),
            KeywordRow.word("saslwithouttls", keywords -> keywords.authenticating(with -> with.withoutTls(true))),
            KeywordRow.word("saslneedstls", keywords -> keywords.authenticating(with -> with.withoutTls(false))),
            KeywordRow.value("saslswitchchannel", (keywords, name) -> keywords.authenticating(with -> with.switchingTo(name))),
            KeywordRow.word("submit", keywords -> keywords.submitting(SubmissionKeywords::submitting)),
            KeywordRow.word("anysender", keywords -> keywords.submitting(with -> with.withAnySender(true))),
            KeywordRow.word("ownsender", keywords -> keywords.submitting(with -> with.withAnySender(false))),
            KeywordRow.value("authrewrite", (keywords, bits) -> keywords.submitting(with -> with.stamping(bits))),
            KeywordRow.word("hideclient", keywords -> keywords.submitting(with -> with.hiding(true))),
            KeywordRow.word("showclient", keywords -> keywords.submitting(with -> with.hiding(false)))));

    private static Map<String, KeywordRow<ServiceKeywords>> withParts(Map<String, KeywordRow<ServiceKeywords>> rows) {
        Map<String, KeywordRow<ServiceKeywords>> all = new HashMap<>(rows);
        all.putAll(KeywordRow.<ServiceKeywords, ExtensionKeywords>ofPart(ExtensionKeywords.ROWS, ServiceKeywords::extensions, ServiceKeywords::with));
        all.putAll(KeywordRow.<ServiceKeywords, NameKeywords>ofPart(NameKeywords.ROWS, ServiceKeywords::names, ServiceKeywords::with));
        all.putAll(KeywordRow.<ServiceKeywords, SessionKeywords>ofPart(SessionKeywords.ROWS, ServiceKeywords::session, ServiceKeywords::with));
        all.putAll(KeywordRow.<ServiceKeywords, TableKeywords>ofPart(TableKeywords.ROWS, ServiceKeywords::tables, ServiceKeywords::with));
        all.putAll(KeywordRow.<ServiceKeywords, ThrottleKeywords>ofPart(ThrottleKeywords.ROWS, ServiceKeywords::throttles, ServiceKeywords::with));
        all.putAll(KeywordRow.<ServiceKeywords, ContentKeywords>ofPart(ContentKeywords.ROWS, ServiceKeywords::content, ServiceKeywords::with));
        all.putAll(KeywordRow.<ServiceKeywords, TrialKeywords>ofPart(TrialKeywords.ROWS, ServiceKeywords::trial, ServiceKeywords::with));
        return Map.copyOf(all);
    }

    /** Whether clients may authenticate at all. */
    public boolean offersAuthentication() {
        return sasl != Need.NO || submission.submit();
    }

    /** Whether no mail is taken from a client that did not. */
    public boolean requiresAuthentication() {
        return sasl == Need.MUST || submission.submit();
    }

    private ServiceKeywords withTls(Need need) {
        return new ServiceKeywords(need, sasl, connection, authentication, submission, extensions, names, session, tables, throttles, content, trial);
    }

    private ServiceKeywords with(ConnectionKeywords others) {
        return new ServiceKeywords(tls, sasl, others, authentication, submission, extensions, names, session, tables, throttles, content, trial);
    }

    private ServiceKeywords with(ExtensionKeywords others) {
        return new ServiceKeywords(tls, sasl, connection, authentication, submission, others, names, session, tables, throttles, content, trial);
    }

    private ServiceKeywords with(NameKeywords others) {
        return new ServiceKeywords(tls, sasl, connection, authentication, submission, extensions, others, session, tables, throttles, content, trial);
    }

    private ServiceKeywords with(SessionKeywords others) {
        return new ServiceKeywords(tls, sasl, connection, authentication, submission, extensions, names, others, tables, throttles, content, trial);
    }

    private ServiceKeywords with(TableKeywords others) {
        return new ServiceKeywords(tls, sasl, connection, authentication, submission, extensions, names, session, others, throttles, content, trial);
    }

    private ServiceKeywords with(ThrottleKeywords others) {
        return new ServiceKeywords(tls, sasl, connection, authentication, submission, extensions, names, session, tables, others, content, trial);
    }

    private ServiceKeywords with(ContentKeywords others) {
        return new ServiceKeywords(tls, sasl, connection, authentication, submission, extensions, names, session, tables, throttles, others, trial);
    }

    private ServiceKeywords with(TrialKeywords others) {
        return new ServiceKeywords(tls, sasl, connection, authentication, submission, extensions, names, session, tables, throttles, content, others);
    }

    private ServiceKeywords withSasl(Need need) {
        return new ServiceKeywords(tls, need, connection, authentication, submission, extensions, names, session, tables, throttles, content, trial);
    }

    private ServiceKeywords authenticating(UnaryOperator<SaslKeywords> change) {
        return new ServiceKeywords(tls, sasl, connection, change.apply(authentication), submission, extensions, names, session, tables, throttles, content, trial);
    }

    private ServiceKeywords submitting(UnaryOperator<SubmissionKeywords> change) {
        return new ServiceKeywords(tls, sasl, connection, authentication, change.apply(submission), extensions, names, session, tables, throttles, content, trial);
    }
}
