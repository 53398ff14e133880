/**
 * The demo directory: an LDAP server in memory, on loopback, with the domains, users and groups that the contract promises.
 *
 * <p>May use UnboundID's SDK. Read {@link org.gatepost.workbench.demo.directory.DemoDirectory}; its entries are {@code demo/demo.ldif}, its schema
 * {@code demo/sun-mail.ldif}.
 */
package org.gatepost.workbench.demo.directory;
