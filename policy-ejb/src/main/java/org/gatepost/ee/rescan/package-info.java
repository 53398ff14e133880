/**
 * Asks engines again about copies that were accepted and held because an engine could not be asked ({@code ScannerPolicy.OnFailure#RESCAN}): when, by which
 * node, and what is written of it. What the answers mean is {@code gate.LateScan}'s.
 *
 * <p>May use {@code gate}, {@code scan}, {@code queue}, {@code ee.store} and the container's threads. Read {@link org.gatepost.ee.rescan.Rescanning}.
 */
package org.gatepost.ee.rescan;
