/** Faults under load, in the short form that fits into every test run; {@code ./gatepost bench chaos} is the long one. And that the books themselves see what is wrong. */
package org.gatepost.workbench.chaos;
