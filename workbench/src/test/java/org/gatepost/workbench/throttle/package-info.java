/** Counters that several nodes share: the data grid itself, and two nodes of Gatepost on it. */
package org.gatepost.workbench.throttle;
