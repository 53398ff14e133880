/**
 * The policy tools behind {@code ./gatepost tool NAME}: each asks the same core the server does, needs no running server, and says its answer as one JSON object on
 * one line of standard output. Everything else goes to standard error.
 *
 * <p>Uses picocli and policy's core and adapters. Read {@link org.gatepost.workbench.cli.tool.Tools}; a new tool is a class here, named in its list.
 */
package org.gatepost.workbench.cli.tool;
