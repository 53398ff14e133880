package org.gatepost.sieve;

import java.util.List;
import java.util.Optional;

import org.gatepost.sieve.language.SieveError;

/**
 * What a run came to.
 *
 * @param actions in the order the script said them, the implicit keep last where it stands
 * @param explicit whether the script itself decided where the message goes: kept, filed, redirected, rejected or thrown away
 * @param error what stopped it; then the actions are the implicit keep alone (RFC 5228 2.10.6)
 */
public record SieveOutcome(List<SieveAction> actions, boolean explicit, Optional<SieveError> error) {

    public SieveOutcome {
        actions = List.copyOf(actions);
    }
}
