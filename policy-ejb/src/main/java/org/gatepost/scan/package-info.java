/**
 * Scanners: what is asked of engines, what they may answer, and a round in which several are asked at once.
 *
 * <p>May use {@code mail}, {@code stage}, {@code trace} and the connector's {@code protocol} and {@code spool}. Read {@link org.gatepost.scan.Scanner} first,
 * then {@link org.gatepost.scan.ScanRound}.
 * Scanners report; they do not decide.
 */
package org.gatepost.scan;
