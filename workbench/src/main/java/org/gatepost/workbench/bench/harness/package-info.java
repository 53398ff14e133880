/**
 * What benchmarks run on: a Gatepost of their own, Debian's Postfix beside it, a client and a sink of the postfix package, and the description
 * of the machine.
 *
 * <p>Uses {@code supervisor}, {@code files} and {@code bench.result}. Read {@link org.gatepost.workbench.bench.harness.Benchmark} first, then
 * {@link org.gatepost.workbench.bench.harness.BenchContext}.
 */
package org.gatepost.workbench.bench.harness;
