package org.gatepost.sieve;

import java.util.ArrayList;
import java.util.List;

import org.gatepost.sieve.language.Position;
import org.gatepost.sieve.language.SieveLimits;

/** The actions a run has said so far, and which of them go together. Not thread-safe. */
final class Tally {

    private static final String INBOX = "INBOX";

    private final SieveLimits limits;
    private final List<SieveAction> actions = new ArrayList<>();
    private boolean implicitKeep = true;

    Tally(SieveLimits limits) {
        this.limits = limits;
    }

    List<SieveAction> actions() {
        return actions;
    }

    boolean implicitKeep() {
        return implicitKeep;
    }

    void add(SieveAction action, Position at) {
        if (action.cancelsImplicitKeep()) {
            implicitKeep = false;
        }
        for (int i = 0; i < actions.size(); i++) {
            SieveAction before = actions.get(i);
            if (conflict(before, action) || conflict(action, before)) {
                throw new SieveRunError(at, before.name().equals(action.name()) ? "duplicate " + action.name() + " action not allowed"
                        : "the " + action.name() + " action conflicts with the " + before.name() + " action said before");
            }
            if (same(before, action)) {
                // A second copy to one place is no second message (RFC 5228 2.10.3); flags and edits are those said last.
                actions.set(i, latest(before, action));
                return;
            }
        }
        actions.add(action);
        if (actions.size() > limits.actions()) {
            throw new SieveRunError(at, "total number of actions exceeds policy limit (" + limits.actions() + ")");
        }
        limit(SieveAction.Redirect.class, limits.redirects(), "redirect", at);
        limit(SieveAction.Notify.class, limits.notifications(), "notify", at);
    }

    /** Takes out an explicit keep; another script decides. Returns whether the message was still to be kept. */
    boolean handOn() {
        boolean kept = actions.removeIf(SieveAction.Keep.class::isInstance);
        implicitKeep |= kept && actions.stream().noneMatch(SieveAction::cancelsImplicitKeep);
        return implicitKeep || kept;
    }

    private static SieveAction latest(SieveAction before, SieveAction action) {
        return switch (action) {
            case SieveAction.FileInto into -> before instanceof SieveAction.FileInto earlier ? new SieveAction.FileInto(into.mailbox(),
                    into.copy() && earlier.copy(), into.create() || earlier.create(), into.specialUse(), into.flags(), into.edits()) : before;
            case SieveAction.Redirect redirect -> before instanceof SieveAction.Redirect earlier ? new SieveAction.Redirect(redirect.address(),
                    redirect.copy() && earlier.copy(), redirect.list(), redirect.parameters(), redirect.edits()) : before;
            case SieveAction other -> other;
        };
    }

    private void limit(Class<? extends SieveAction> kind, int most, String name, Position at) {
        if (actions.stream().filter(kind::isInstance).count() > most) {
            throw new SieveRunError(at, "number of " + name + " actions exceeds policy limit (" + most + ")");
        }
    }

    /** A refused message has gone nowhere else, and nobody answers it twice (RFC 5429 section 2, RFC 5230 4.7). */
    private static boolean conflict(SieveAction one, SieveAction other) {
        return switch (one) {
            case SieveAction.Reject reject -> switch (other) {
                case SieveAction.Reject again -> true;
                case SieveAction.Keep keep -> true;
                case SieveAction.FileInto fileInto -> true;
                case SieveAction.Redirect redirect -> true;
                case SieveAction.Vacation vacation -> true;
                case SieveAction rest -> false;
            };
            case SieveAction.Vacation vacation -> other instanceof SieveAction.Vacation;
            case SieveAction rest -> false;
        };
    }

    static boolean same(SieveAction one, SieveAction other) {
        return switch (one) {
            case SieveAction.Keep keep -> isInbox(other);
            case SieveAction.FileInto into -> isInbox(one) ? isInbox(other)
                    : other instanceof SieveAction.FileInto again && again.mailbox().equals(into.mailbox()) && again.specialUse().equals(into.specialUse());
            case SieveAction.Redirect redirect -> other instanceof SieveAction.Redirect again && again.address().equalsIgnoreCase(redirect.address())
                    && again.list() == redirect.list();
            case SieveAction.Discard discard -> other instanceof SieveAction.Discard;
            case SieveAction.Jettison jettison -> other instanceof SieveAction.Jettison;
            case SieveAction.Capture capture -> capture.equals(other);
            case SieveAction.Notify notify -> notify.equals(other);
            case SieveAction.AddTag tag -> tag.equals(other);
            case SieveAction rest -> false;
        };
    }

    private static boolean isInbox(SieveAction action) {
        return action instanceof SieveAction.Keep || action instanceof SieveAction.FileInto into && into.mailbox().equalsIgnoreCase(INBOX)
                && into.specialUse().isEmpty();
    }
}
