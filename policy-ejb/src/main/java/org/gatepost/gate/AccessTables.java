package org.gatepost.gate;

import java.util.Optional;
import java.util.random.RandomGenerator;

import org.gatepost.directory.Directory;
import org.gatepost.directory.MailDomain;
import org.gatepost.mapping.Lookups;
import org.gatepost.mapping.Mappings;
import org.gatepost.mapping.access.AccessArgument;
import org.gatepost.mapping.access.AccessEffects;
import org.gatepost.mapping.access.RecipientAccess;
import org.gatepost.smtp.listener.ConnectRequest;
import org.gatepost.smtp.listener.MailRequest;
import org.gatepost.smtp.listener.RcptRequest;
import org.gatepost.stage.Match;
import org.gatepost.stage.SessionFacts;
import org.gatepost.stage.Stage;

/** The stages that ask the access tables of the policy that judges, and what they share. A table that does not exist costs nothing. */
final class AccessTables {

    private final Directory directory;
    private final Lookups lookups;
    private final RandomGenerator random;

    /** @param random safe for use by many threads */
    AccessTables(Directory directory, Lookups lookups, RandomGenerator random) {
        this.directory = directory;
        this.lookups = lookups;
        this.random = random;
    }

    Stage<ConnectRequest> internalAddresses() {
        return new SourceChannelSwitch(this);
    }

    Stage<ConnectRequest> port() {
        return new PortTable(this);
    }

    Stage<MailRequest> sender() {
        return new SenderTable(this);
    }

    /** One that is asked before the recipient is looked up. */
    Stage<RcptRequest> presented(RecipientAccess table) {
        return new PresentedRecipientTable(this, table);
    }

    /** One that is asked of what came of the recipient. */
    Stage<RcptRequest> expanded(RecipientAccess table) {
        return new ExpandedRecipientTable(this, table);
    }

    /** The tables, where there is one of this name. */
    Optional<Mappings> having(String table, SessionFacts facts) {
        return Optional.of(facts.require(GateFacts.POLICY).mappings()).filter(tables -> tables.has(table)).map(tables -> new Mappings(tables, lookups, random));
    }

    /** Whether a domain is ours; the stage before has asked, and a directory that could not say was answered there. */
    boolean isLocal(String domain) {
        return directory.domain(domain) instanceof Match.Found<MailDomain>;
    }

    /** Why, for the trace: the line a table wrote for it, or its name. */
    static String reason(String table, AccessEffects effects) {
        return table + effects.argument(AccessArgument.LOG_REFUSED).map(line -> ": " + line).orElse("");
    }
}
