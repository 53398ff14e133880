/**
 * The bench {@code backlog}: what a queue of many waiting messages costs acceptance, claims and a restart.
 *
 * <p>Read {@link org.gatepost.workbench.bench.backlog.WaitingMail}.
 */
package org.gatepost.workbench.bench.backlog;
