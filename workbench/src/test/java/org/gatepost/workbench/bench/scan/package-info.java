/** Tests of the slow engines' protocols. */
package org.gatepost.workbench.bench.scan;
