package org.gatepost.gate;

import java.time.Clock;
import java.util.random.RandomGenerator;

import org.gatepost.queue.Routing;
import org.gatepost.sieve.ScriptMemory;

/**
 * What scripts at the gate need of the rest of the house.
 *
 * @param hostname in what they write
 * @param forwarding where a script can send a copy on to
 * @param routing where what they write goes
 */
record ScriptPorts(String hostname, Clock clock, RandomGenerator random, ScriptMemory memory, ScriptForwarding forwarding, Routing routing) {
}
