/**
 * The enterprise directory as mail sees it: domains, users, groups and their statuses; and what each means for a recipient.
 *
 * <p>May use {@code mail}, {@code stage} and the connector's {@code protocol}. Read {@link org.gatepost.directory.Directory} first,
 * then {@link org.gatepost.directory.RecipientLookup}. The rules are those of the Sun schema (inetDomainStatus, mailDomainStatus, inetUserStatus, mailUserStatus and their kin): the first status in that order
 * that is not active wins, and what is missing is active.
 */
package org.gatepost.directory;
