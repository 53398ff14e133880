package org.gatepost.gate;

import java.time.InstantSource;
import java.util.List;

import org.gatepost.mapping.access.RecipientAccess;
import org.gatepost.queue.Backlog;
import org.gatepost.routing.NextHopOffers;
import org.gatepost.smtp.listener.ConnectRequest;
import org.gatepost.smtp.listener.HelloRequest;
import org.gatepost.smtp.listener.MailRequest;
import org.gatepost.smtp.listener.RcptRequest;
import org.gatepost.stage.Stage;
import org.gatepost.stage.StageChain;

/**
 * Every ordered list of checks, in one place: this order is the product. Cheap before dear, local before remote, every refusal before any scan.
 * There is no "permit" that ends a list.
 */
public record Gates(StageChain<ConnectRequest> connect, StageChain<HelloRequest> hello, StageChain<MailRequest> mail, StageChain<RcptRequest> rcpt,
        StageChain<JudgedMessage> part, StageChain<JudgedMessage> message) {

    static Gates of(RelayControl relayControl, UserChannelSwitch userSwitch, SenderEntry senderEntry, AddressRewriter rewriter, RewriteRecipient rewriteRecipient, AccountLookup accountLookup, AccessTables tables, TableDisposal disposal, ContentScan contentScan, Stage<JudgedMessage> conversions,
            RecipientScripts scripts, ListText listText, Backlog backlog, NextHopOffers offers, NameStages names, MailboxRoom room, NextHopVerification verification, ThrottleStages throttles, String hostname, InstantSource clock) {
        return new Gates(
                new StageChain<>(List.of(new SessionQuota(), tables.internalAddresses(), tables.port(), throttles.connections(), names.clientName(), names.listsAsked())),
                new StageChain<>(List.of()),
                new StageChain<>(List.of(new TlsRequired(), new AuthenticationRequired(), new OwnSender(), userSwitch, new DeclaredSize(),
                        new SourceSolicitation(), new HandlingBounds(clock), new QueueRoom(backlog), new RewriteSender(rewriter), tables.sender(), senderEntry, names.ownDomain(), names.senderDomain(),
                        names.listsAtMail(), names.spfAtMail())),
                new StageChain<>(List.of(new RecipientDomains(), new SenderRecipientLimit(), rewriteRecipient, relayControl, tables.presented(RecipientAccess.ORIG_SEND_ACCESS),
                        tables.presented(RecipientAccess.ORIG_MAIL_ACCESS), accountLookup, new RewriteCopies(rewriter), new PresentedTableEffects(), tables.expanded(RecipientAccess.SEND_ACCESS),
                        tables.expanded(RecipientAccess.MAIL_ACCESS), new NextHopAbilities(offers),
                        names.spfAtRcpt(), names.listsAnswered(), scripts.oneProfile(), room, verification, throttles.greylist())),
                // Of a message in pieces; all else is said of the whole.
                new StageChain<>(List.of(new HeaderFields(), new HopLimit(hostname), new LineLength())),
                new StageChain<>(List.of(new HeaderFields(), new HopLimit(hostname), new LineLength(), new TlsRequiredField(), new SolicitationField(), new PartialMessage(), new ListPassword(), new SenderSize(),
                        new ActualSize(), tables.originators(), new OwnAuthor(), throttles.recipientsOfUser(), new ListHeader(), disposal, contentScan, conversions, scripts, listText)));
    }
}
