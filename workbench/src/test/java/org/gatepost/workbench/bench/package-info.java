/** Tests of how a call of bench goes. */
package org.gatepost.workbench.bench;
