/**
 * Who may sit at the desk: logins checked against the directory, roles from its groups, and guessing slowed down.
 *
 * <p>May use {@code ee.settings} and the LDAP library. Read {@link org.gatepost.ee.admin.access.DirectoryLogins} first. RFC 4513 section 5.1.2 (why an
 * empty password is never sent), RFC 4515 (filters).
 */
package org.gatepost.ee.admin.access;
