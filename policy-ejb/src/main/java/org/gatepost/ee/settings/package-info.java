/**
 * The settings of the contract (environment or MicroProfile Config), read once at start and checked.
 *
 * <p>Everything that is not here is policy. Read {@link org.gatepost.ee.settings.Settings}.
 */
package org.gatepost.ee.settings;
