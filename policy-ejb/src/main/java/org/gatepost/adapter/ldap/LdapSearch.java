package org.gatepost.adapter.ldap;

/**
 * A search that was sent, and what came of it, for those who want to see what is asked.
 *
 * @param filter as RFC 4515 writes it
 * @param result the result code's name
 * @param entries how many came
 */
public record LdapSearch(String base, String scope, String filter, String result, int entries) {
}
