/**
 * {@code ./gatepost bench}: the list of all benchmarks, and how they are run one after another.
 *
 * <p>Uses everything below it. Read {@link org.gatepost.workbench.bench.Benchmarks} first, then {@code bench.harness.Benchmark}.
 */
package org.gatepost.workbench.bench;
