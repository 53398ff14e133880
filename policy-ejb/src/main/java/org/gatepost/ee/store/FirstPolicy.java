package org.gatepost.ee.store;

import org.gatepost.gate.PolicySnapshot;

/** The first policy of this node's life, told to observers before it decides anything: no port opens until they have returned. */
public record FirstPolicy(PolicySnapshot snapshot) {
}
