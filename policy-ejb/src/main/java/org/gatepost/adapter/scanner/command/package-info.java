/**
 * A program as an engine, behind the port {@link org.gatepost.scan.Scanner}: for what speaks no protocol we know.
 *
 * <p>May use {@code scan}, {@code adapter.scanner.wire}, {@code trace}'s writer of JSON and Nimbus' reader. Read
 * {@link org.gatepost.adapter.scanner.command.CommandScanner}.
 */
package org.gatepost.adapter.scanner.command;
