/** Tests that what is measured can be. */
package org.gatepost.workbench.bench.policy;
