/** Tests of {@code org.gatepost.workbench.demo.store}. */
package org.gatepost.workbench.demo.store;
