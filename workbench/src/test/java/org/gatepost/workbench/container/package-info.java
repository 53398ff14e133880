/** Tests that run inside the deployed application: what classes, beans and transactions are there, seen from a module of the EAR. */
package org.gatepost.workbench.container;
