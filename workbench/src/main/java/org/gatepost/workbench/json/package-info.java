/** What the workbench writes for machines: JSON. Uses the JDK alone. */
package org.gatepost.workbench.json;
