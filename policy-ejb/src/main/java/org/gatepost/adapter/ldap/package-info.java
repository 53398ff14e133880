/**
 * The directory over LDAP: searches, what entries mean, and caches, behind the port {@link org.gatepost.directory.Directory}.
 *
 * <p>May use {@code directory}, {@code stage}, {@code trace}, the connector's {@code protocol}, UnboundID's SDK and Caffeine. Read
 * {@link org.gatepost.adapter.ldap.LdapDirectory}, then {@link org.gatepost.adapter.ldap.LdapProfile}: attribute names stand there and nowhere else.
 *
 * <p>RFC 4511 (protocol), RFC 4515 (filters), RFC 4516 (URLs); the schemas are Sun's, OpenLDAP's own and Active Directory's.
 */
package org.gatepost.adapter.ldap;
