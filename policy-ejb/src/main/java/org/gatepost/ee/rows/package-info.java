/**
 * Rows on their way into several tables with one exchange with PostgreSQL: a column of many rows travels as one array, the tables' {@code INSERT ... SELECT FROM unnest}
 * as one text. Measured against {@code COPY}, which needs two exchanges a table, in decision 0031. And single
 * statements with their parameters. Knows nothing of mail.
 */
package org.gatepost.ee.rows;
