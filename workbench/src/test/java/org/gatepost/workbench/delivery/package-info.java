/**
 * Delivery over real sockets: the client against a small next hop, and its reports as other programs read them.
 *
 * <p>May use everything. Read {@link org.gatepost.workbench.delivery.SmtpClientSocketIT}.
 */
package org.gatepost.workbench.delivery;
