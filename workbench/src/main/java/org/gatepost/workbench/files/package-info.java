/** Files as the workbench needs them: private ones, and whole trees. Uses the JDK alone. */
package org.gatepost.workbench.files;
