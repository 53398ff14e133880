package org.gatepost.directory;

import java.util.Optional;
import java.util.OptionalLong;

import org.gatepost.smtp.protocol.Mailbox;

/**
 * One copy a recipient of the envelope leads to.
 *
 * @param address where the copy goes: the primary address of a local mailbox (with the {@code +detail} it was asked by), or a remote address
 * @param local whether its domain is ours
 * @param held why the copy waits for a person instead of being delivered
 * @param errorsTo who hears of it where it is not delivered, instead of the sender: the owner of the mailing list that sends it on
 * @param later the account takes no mail for now: it is asked again before the copy goes
 * @param mailbox whose mailbox it goes to, where it is one of ours
 * @param host the host it goes to, where the directory names one
 * @param octetsMax greatest message to this mailbox; only for copies that came by forwarding or a group, whose own limits skip the one copy
 * @param changes what groups on its way change in it
 */
public record Delivery(Mailbox address, boolean local, Optional<String> held, Optional<Mailbox> errorsTo, boolean later, Optional<LocalMailbox> mailbox,
        Optional<String> host, OptionalLong octetsMax, ListChanges changes) {

    /** A copy whose header no group changes. */
    public Delivery(Mailbox address, boolean local, Optional<String> held, Optional<Mailbox> errorsTo, boolean later, Optional<LocalMailbox> mailbox, Optional<String> host,
            OptionalLong octetsMax) {
        this(address, local, held, errorsTo, later, mailbox, host, octetsMax, ListChanges.NONE);
    }

    /** A copy that goes the usual way. */
    public Delivery(Mailbox address, boolean local, Optional<String> held, Optional<Mailbox> errorsTo, boolean later, Optional<LocalMailbox> mailbox, OptionalLong octetsMax) {
        this(address, local, held, errorsTo, later, mailbox, mailbox.flatMap(owner -> owner.user().mailHost()), octetsMax);
    }

    /** A copy whose sender hears of it, and that is for nobody's mailbox here. */
    public Delivery(Mailbox address, boolean local, Optional<String> held, OptionalLong octetsMax) {
        this(address, local, held, Optional.empty(), false, Optional.empty(), octetsMax);
    }

    /** The same copy, by way of groups that change its header so. */
    Delivery with(ListChanges changes) {
        return changes.equals(ListChanges.NONE) ? this : new Delivery(address, local, held, errorsTo, later, mailbox, host, octetsMax, changes);
    }
}
