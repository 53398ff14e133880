/**
 * Programs: one as an engine, behind the port {@link org.gatepost.scan.Scanner}, for what speaks no protocol we know; and those that convert parts of messages.
 *
 * <p>May use {@code scan}, {@code conversion}, {@code adapter.scanner.wire}, {@code trace}'s writer of JSON and Nimbus' reader. Read
 * {@link org.gatepost.adapter.scanner.command.CommandScanner}, then
 * {@link org.gatepost.adapter.scanner.command.PartProgram}.
 */
package org.gatepost.adapter.scanner.command;
