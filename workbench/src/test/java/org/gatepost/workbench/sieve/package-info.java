/** Test scripts of our own for the language and each extension, and agreement with another implementation. */
package org.gatepost.workbench.sieve;
