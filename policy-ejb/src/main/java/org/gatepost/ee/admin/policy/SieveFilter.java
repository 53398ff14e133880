package org.gatepost.ee.admin.policy;

import java.io.Serializable;

/**
 * A script of policy, as the desk shows and edits it.
 *
 * @param name whose it is: {@code system}, {@code domain NAME}, {@code source CHANNEL} or {@code destination CHANNEL}
 * @param journal where capture without an address copies to; empty: nowhere
 */
public record SieveFilter(String name, String script, String journal) implements Serializable {
}
