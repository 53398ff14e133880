/** Tests of the list that stands in for mapping tables. */
package org.gatepost.workbench.bench.policy;
