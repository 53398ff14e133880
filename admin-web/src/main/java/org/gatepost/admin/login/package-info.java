/**
 * The door: how one logs in and out. Checked by {@code ee.admin.access} through Jakarta Security.
 *
 * <p>Read {@link org.gatepost.admin.login.LoginView}.
 */
package org.gatepost.admin.login;
