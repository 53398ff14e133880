/** Tests of {@code org.gatepost.workbench.supervisor}. */
package org.gatepost.workbench.supervisor;
