/**
 * The gate: the ordered lists of stages, the snapshot of policy they judge by, and the one who keeps it.
 *
 * <p>May use every core package. Read {@link org.gatepost.gate.Gates} first: it reads like the operator's manual.
 */
package org.gatepost.gate;
