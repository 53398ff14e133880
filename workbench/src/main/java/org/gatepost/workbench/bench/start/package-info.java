/**
 * How long a second start takes, beside the same Payara domain with nothing in it.
 *
 * <p>Uses {@code bench.harness} and {@code bench.result}. Read {@link org.gatepost.workbench.bench.start.BareDomain} first.
 */
package org.gatepost.workbench.bench.start;
