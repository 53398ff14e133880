/**
 * What benchmarks found, as values: measurements, the figures to reach, the machine they were taken on; printed as a table, JSON or Markdown.
 *
 * <p>Uses the JDK alone. Read {@link org.gatepost.workbench.bench.result.Measurement} first.
 */
package org.gatepost.workbench.bench.result;
