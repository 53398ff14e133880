/**
 * Messages a second: accepted by the server, and delivered to the sink. Both are taken from the same runs.
 *
 * <p>Uses {@code bench.harness} and {@code bench.result}. Read {@link org.gatepost.workbench.bench.throughput.Throughput} first.
 */
package org.gatepost.workbench.bench.throughput;
