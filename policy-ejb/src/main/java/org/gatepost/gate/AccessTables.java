package org.gatepost.gate;

import java.util.Optional;
import java.util.random.RandomGenerator;

import org.gatepost.directory.Directory;
import org.gatepost.directory.MailDomain;
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
    private final TableLookups lookups;
    private final RandomGenerator random;
    private final Optional<GateWatch> watch;
    /** Tables ready to be asked. Those of the policy that judges now are wanted; a session that began under another makes its own. */
    private volatile Optional<Ready> ready = Optional.empty();

    private record Ready(PolicySnapshot policy, Mappings mappings) {
    }

    /** @param random safe for use by many threads */
    AccessTables(Directory directory, TableLookups lookups, RandomGenerator random, Optional<GateWatch> watch) {
        this.watch = watch;
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
        PolicySnapshot policy = facts.require(GateFacts.POLICY);
        return policy.mappings().has(table) ? Optional.of(of(policy)) : Optional.empty();
    }

    /** All tables of a policy. */
    Mappings of(PolicySnapshot policy) {
        Optional<Ready> last = ready;
        if (last.isPresent() && last.get().policy() == policy) {
            return last.get().mappings();
        }
        Mappings plain = new Mappings(policy.mappings(), lookups.of(policy), random);
        Mappings mappings = watch.map(plain::telling).orElse(plain);
        ready = Optional.of(new Ready(policy, mappings));
        return mappings;
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
