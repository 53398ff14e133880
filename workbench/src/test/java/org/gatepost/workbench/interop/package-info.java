/**
 * Gatepost among other people's servers and clients, all of Debian's and all on loopback: Postfix, Exim and OpenSMTPD as they are, name servers that sign and
 * validate, swaks, smtptest, fetchmail, testssl.sh.
 *
 * <p>Needs root, because each peer runs in a root directory of its own. May use everything. Read {@link org.gatepost.workbench.interop.Neighbourhood}, then
 * {@link org.gatepost.workbench.interop.ToPeersIT}.
 */
package org.gatepost.workbench.interop;
