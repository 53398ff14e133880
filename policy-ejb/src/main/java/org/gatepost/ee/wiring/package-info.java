/**
 * Where the parts are put together: producers of what core and adapters need, and the implementations of core's small ports.
 *
 * <p>May use everything in the module. Read first whatever produces the part you look for.
 */
package org.gatepost.ee.wiring;
