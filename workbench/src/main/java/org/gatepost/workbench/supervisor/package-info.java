/**
 * One Gatepost on one machine: its settings checked, its processes started in order, watched, started again and stopped.
 *
 * <p>Uses the JDK and {@code demo.postgres}; the demo directory and store are started by the names of their main classes. Read
 * {@link org.gatepost.workbench.supervisor.Supervisor} first, then {@link org.gatepost.workbench.supervisor.PayaraDomain}.
 */
package org.gatepost.workbench.supervisor;
