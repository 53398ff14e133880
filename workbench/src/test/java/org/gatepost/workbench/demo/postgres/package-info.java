/** Tests of {@code org.gatepost.workbench.demo.postgres}. */
package org.gatepost.workbench.demo.postgres;
