package org.gatepost.gate;

import org.gatepost.directory.Directory;
import org.gatepost.smtp.listener.ConnectRequest;
import org.gatepost.smtp.listener.MailRequest;
import org.gatepost.smtp.listener.RcptRequest;
import org.gatepost.stage.Stage;
import org.gatepost.stage.StageResult;

/** The stages that ask DNS about strangers, for their places in {@link Gates}. */
record NameStages(Stage<ConnectRequest> clientName, Stage<ConnectRequest> listsAsked, Stage<MailRequest> ownDomain, Stage<MailRequest> senderDomain,
        Stage<MailRequest> listsAtMail, Stage<MailRequest> spfAtMail, Stage<RcptRequest> spfAtRcpt, Stage<RcptRequest> listsAnswered) {

    /** Where there is nobody to ask: each lets everything pass. */
    static final NameStages NONE = new NameStages(passes(), passes(), passes(), passes(), passes(), passes(), passes(), passes());

    static NameStages of(NameService names, Directory directory) {
        SpfAnswer spf = new SpfAnswer(names.spf());
        return new NameStages(new ClientNameAsked(names.names()), new DnsListsAsked(names.lists()), new OwnDomainLogin(directory), new SenderDomainExists(names.names()),
                new DnsListsAtMail(names.lists()), new SpfAtMail(spf), new SpfAtRcpt(spf), new DnsListsAnswered());
    }

    private static <R> Stage<R> passes() {
        return (request, facts) -> new StageResult.Next(facts);
    }
}
