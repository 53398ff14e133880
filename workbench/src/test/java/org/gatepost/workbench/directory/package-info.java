/** Tests of the directory's adapter against a server: the demo directory, and servers that are stopped, paused or out of reach. */
package org.gatepost.workbench.directory;
