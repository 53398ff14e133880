/**
 * The subcommands of {@code ./gatepost}: each parses its arguments, calls the package that does the work and turns the result into an exit code.
 *
 * <p>Uses picocli. Read {@link org.gatepost.workbench.cli.Gatepost}; a new subcommand is a class here, named in its list.
 */
package org.gatepost.workbench.cli;
