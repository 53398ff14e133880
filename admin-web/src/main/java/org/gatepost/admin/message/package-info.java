/**
 * One message: what became of it in a sentence, and its story below.
 *
 * <p>May use {@code frame}, the proposals of {@code queue} and {@code ee.admin}. Read {@link org.gatepost.admin.message.MessageView}.
 */
package org.gatepost.admin.message;
