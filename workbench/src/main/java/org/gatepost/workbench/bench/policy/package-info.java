/**
 * The bench {@code policy}: what all stages of a RCPT cost within one JVM, with warm caches and a mapping list of a thousand entries.
 *
 * <p>JMH finds {@link org.gatepost.workbench.bench.policy.RcptStages} and writes the loop around it when this module is compiled.
 */
package org.gatepost.workbench.bench.policy;
