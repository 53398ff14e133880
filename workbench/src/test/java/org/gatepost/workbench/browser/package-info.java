/** The desk in a real browser, and its logins against a real directory. */
package org.gatepost.workbench.browser;
