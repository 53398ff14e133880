package org.gatepost.gate;

import java.util.Optional;

import org.gatepost.channel.SpfKeywords;
import org.gatepost.channel.SpfKeywords.Finding;
import org.gatepost.channel.SpfKeywords.When;
import org.gatepost.mailauth.spf.LocalRecords;
import org.gatepost.mailauth.spf.SpfCheck;
import org.gatepost.mailauth.spf.SpfFacts;
import org.gatepost.mailauth.spf.SpfQuestion;
import org.gatepost.mailauth.spf.SpfVerdict;
import org.gatepost.smtp.listener.MailRequest;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.smtp.protocol.Reply;
import org.gatepost.stage.Fact;
import org.gatepost.stage.SessionFacts;
import org.gatepost.stage.StageResult;

/** SPF at MAIL and at RCPT: what is asked there, and what each finding is answered. Safe for use by many threads. */
final class SpfAnswer {

    private final SpfCheck spf;

    SpfAnswer(SpfCheck spf) {
        this.spf = spf;
    }

    /** Checks what the channel wants checked at this point, the name in HELO first; the first refusal ends it. */
    StageResult at(When when, MailRequest mail, SessionFacts facts, boolean answered) {
        SpfKeywords keywords = Stranger.keywords(facts).spf();
        SessionFacts known = facts;
        if (keywords.hello() == when) {
            StageResult result = found(SpfFacts.HELLO, SpfQuestion.hello(mail.connection().clientAddress(), mail.hello().name()), known, answered);
            if (!(result instanceof StageResult.Next(SessionFacts more))) {
                return result;
            }
            known = more;
        }
        return keywords.sender() == when
                ? found(SpfFacts.MAIL_FROM, SpfQuestion.mailFrom(mail.connection().clientAddress(), mail.reversePath(), mail.hello().name()), known, answered)
                : new StageResult.Next(known);
    }

    private StageResult found(Fact<SpfVerdict> fact, SpfQuestion question, SessionFacts facts, boolean answered) {
        LocalRecords ours = facts.require(GateFacts.POLICY).names().spfRecords();
        SpfVerdict verdict = facts.get(fact).orElseGet(() -> spf.verdict(question, ours).brief());
        Optional<Reply> reply = answered ? reply(verdict, Stranger.keywords(facts).spf()) : Optional.empty();
        return reply.<StageResult>map(no -> new StageResult.Refuse(no, verdict.toString()))
                .orElseGet(() -> new StageResult.Next(Marks.added(facts.with(fact, verdict), finding(verdict).map(any -> "spf-" + question.identity().word() + ":"
                        + verdict.result().word()).stream().toList())));
    }

    /** What the client is told; nothing where the channel takes the mail all the same. */
    static Optional<Reply> reply(SpfVerdict verdict, SpfKeywords keywords) {
        return finding(verdict).flatMap(finding -> {
            int digit = keywords.classes().get(finding);
            return digit == 2 ? Optional.empty() : Optional.of(reply(finding, digit == 4, verdict));
        });
    }

    private static Reply reply(Finding finding, boolean forNow, SpfVerdict verdict) {
        String domain = verdict.question().domain();
        return switch (finding) {
            case FAIL, FAIL_ALL, NOMAIL, SOFTFAIL, SOFTFAIL_ALL -> Replies.spfRefused(forNow, domain, verdict.explanation().orElse(""));
            case PERMERROR -> Replies.spfError(forNow, domain);
            case TEMPERROR -> Replies.spfUnavailable(forNow, domain);
        };
    }

    private static Optional<Finding> finding(SpfVerdict verdict) {
        boolean all = verdict.cause() == SpfVerdict.Cause.ALL;
        return switch (verdict.result()) {
            case NONE, NEUTRAL, PASS -> Optional.empty();
            case FAIL -> Optional.of(verdict.refusesAll() ? Finding.NOMAIL : all ? Finding.FAIL_ALL : Finding.FAIL);
            case SOFTFAIL -> Optional.of(all ? Finding.SOFTFAIL_ALL : Finding.SOFTFAIL);
            case PERMERROR -> Optional.of(Finding.PERMERROR);
            case TEMPERROR -> Optional.of(Finding.TEMPERROR);
        };
    }
}
