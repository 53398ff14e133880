/**
 * What is not delivered until somebody starts it again.
 *
 * <p>May use {@code ee.admin} and {@code frame}. Read {@link org.gatepost.admin.stops.StopsView}.
 */
package org.gatepost.admin.stops;
