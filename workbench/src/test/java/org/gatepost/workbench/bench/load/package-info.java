/** Tests of what the loads share. */
package org.gatepost.workbench.bench.load;
