/**
 * The daily reports of encrypted connections: counts into the database, and a day's report to each domain that wants one.
 *
 * <p>{@link org.gatepost.ee.tlsreport.TlsReporting} is the bean. Several nodes share the work by rows: who writes the decision
 * about a day and a domain sends its reports.
 *
 * <p>RFC 8460.
 */
package org.gatepost.ee.tlsreport;
