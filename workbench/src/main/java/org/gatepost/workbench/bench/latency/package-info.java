/**
 * How long a client waits for the reply to the end of its data, at a load that is offered at a constant rate however slow the server is.
 *
 * <p>Uses {@code bench.harness}, {@code bench.load}, {@code bench.result} and HdrHistogram. Read {@link org.gatepost.workbench.bench.latency.ConstantRate} first.
 */
package org.gatepost.workbench.bench.latency;
