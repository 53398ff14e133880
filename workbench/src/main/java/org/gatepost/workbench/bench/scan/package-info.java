/**
 * The bench {@code scan}: what many slow scanners cost a message, beside a Postfix with as many slow milters.
 *
 * <p>{@link org.gatepost.workbench.bench.scan.SlowClamd} and {@link org.gatepost.workbench.bench.scan.SlowMilter} are the engines, and where six
 * protocols are spoken {@code SlowReply}, {@code SlowIcap} and a program too: they look at nothing and take their time.
 */
package org.gatepost.workbench.bench.scan;
