package org.gatepost.gate;

import java.util.Locale;
import java.util.Optional;

import org.gatepost.mailauth.spf.SpfFacts;
import org.gatepost.mailauth.spf.SpfResult;
import org.gatepost.smtp.listener.MailRequest;
import org.gatepost.smtp.listener.RcptRequest;
import org.gatepost.smtp.protocol.IpAddress;
import org.gatepost.smtp.protocol.IpRange;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.smtp.protocol.Reply;
import org.gatepost.stage.Match;
import org.gatepost.stage.SessionFacts;
import org.gatepost.stage.Stage;
import org.gatepost.stage.StageResult;
import org.gatepost.throttle.ThrottleTable;
import org.gatepost.throttle.Throttling;

/**
 * RCPT, after everything else has said yes: a stranger nobody has seen with this sender and recipient comes again later, as mail servers do: keyword
 * {@code greylisting} of the source channel (RFC 6647). Users and our own are not strangers; postmaster and abuse hear from everybody.
 */
final class Greylist implements Stage<RcptRequest> {

    /** A sender's servers are neighbours, and the one that comes again may be another. */
    private static final int V4_NETWORK_BITS = 24;
    private static final int V6_NETWORK_BITS = 64;

    private final Throttling throttling;

    Greylist(Throttling throttling) {
        this.throttling = throttling;
    }

    @Override
    public StageResult decide(RcptRequest request, SessionFacts facts) {
        Optional<String> name = facts.require(GateFacts.SOURCE_CHANNEL).keywords().service().throttles().greylisting();
        if (name.isEmpty() || !Stranger.is(facts) || Stranger.mayReach(request.forwardPath())) {
            return new StageResult.Next(facts);
        }
        Optional<ThrottleTable> table = facts.require(GateFacts.POLICY).throttles().table(name);
        return table.isEmpty() ? new StageResult.Next(facts) : switch (throttling.comesTooEarly(table.get(), key(request, facts))) {
            case Match.Found<Boolean>(Boolean tooEarly) -> tooEarly ? against(name.get(), facts, Replies.GREYLISTED, "throttle table " + name.get() + " has not seen it long enough")
                    : new StageResult.Next(facts);
            case Match.NotFound<Boolean>() -> new StageResult.Next(facts);
            case Match.Unavailable<Boolean>(String why) -> against(name.get(), facts, Replies.SYSTEM_BUSY, why);
            case Match.Conflicting<Boolean>(String why) -> against(name.get(), facts, Replies.SYSTEM_BUSY, why);
        };
    }

    private static StageResult against(String table, SessionFacts facts, Reply reply, String why) {
        return TriedRow.THROTTLE_TABLE.covers(table, facts) ? new StageResult.Next(TriedRow.THROTTLE_TABLE.noted(table, facts, Optional.of(reply), why))
                : new StageResult.Refuse(reply, why);
    }

    /** Who, from whom, to whom; who sends for a domain by its own word (SPF) is that domain, whichever of its servers it is. */
    private static String key(RcptRequest request, SessionFacts facts) {
        MailRequest mail = request.mail();
        String who = facts.get(SpfFacts.MAIL_FROM).filter(verdict -> verdict.result() == SpfResult.PASS).map(verdict -> verdict.question().domain())
                .orElseGet(() -> network(mail.connection().clientAddress()));
        return (who + " " + mail.reversePath().address() + " " + request.forwardPath().address()).toLowerCase(Locale.ROOT);
    }

    private static String network(IpAddress address) {
        return IpRange.around(address, address.isV4() ? V4_NETWORK_BITS : V6_NETWORK_BITS).toString();
    }
}
