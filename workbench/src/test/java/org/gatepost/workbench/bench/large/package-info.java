/** Tests of how large contents are made, digested and taken in. */
package org.gatepost.workbench.bench.large;
