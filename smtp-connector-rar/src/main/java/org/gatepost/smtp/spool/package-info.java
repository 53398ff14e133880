/**
 * Content while it is ours alone: from the first octet after DATA until the message is stored or refused.
 *
 * <p>May use only {@code java.base}. Read {@link org.gatepost.smtp.spool.MessageContent} first: whoever creates one closes it. How much
 * there may be is {@link org.gatepost.smtp.spool.SpoolBudget}: octets, and of those in memory.
 */
package org.gatepost.smtp.spool;
