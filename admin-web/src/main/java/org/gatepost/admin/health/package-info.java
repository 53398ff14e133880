/**
 * Whether this process is alive, for whoever watches it. Payara looks for MicroProfile Health only where a web archive has a check of its own; with this
 * one here it finds those of the whole application. May use nothing of ours.
 */
package org.gatepost.admin.health;
