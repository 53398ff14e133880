/**
 * What every page of the desk shares: the frame with its state and search box, the words for times and sizes, the headers of every answer.
 *
 * <p>May use {@code ee.admin}. Read {@link org.gatepost.admin.frame.Desk}.
 */
package org.gatepost.admin.frame;
