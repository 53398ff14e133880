/**
 * Before the first port opens: a few hundred messages to nobody, so that the first real ones do not meet code that is still being compiled.
 *
 * <p>Nothing of it is left: no row, no trace, no counter, no mail; neither directory nor scanners are asked. May use everything in the module. Read
 * {@link org.gatepost.ee.warmup.WarmUp} first.
 */
package org.gatepost.ee.warmup;
