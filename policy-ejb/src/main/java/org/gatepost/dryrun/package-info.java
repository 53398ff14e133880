/**
 * The dry run: a session that is played and not held. The connector's own session talks to the gate's own stages, and only the client, who says what it was
 * told to, and the end differ: no content is sent, so nothing is accepted and nothing stored.
 *
 * <p>May use {@code gate} and what it uses. Read {@link org.gatepost.dryrun.DryRun}.
 */
package org.gatepost.dryrun;
