/**
 * TLS reports on their way to where a domain wants them.
 *
 * <p>Implements the port {@code tlsreport.ReportPost}. Read {@link org.gatepost.adapter.tlsreport.HttpsReportPost}.
 *
 * <p>RFC 8460 section 5.
 */
package org.gatepost.adapter.tlsreport;
