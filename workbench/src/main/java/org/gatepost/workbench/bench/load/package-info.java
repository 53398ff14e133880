/**
 * What the benches of great numbers share: a plain SMTP client, a process of one's own for a load, percentiles, the bench instance's database, and
 * what its JVM says of itself.
 *
 * <p>May use the JDK and the PostgreSQL driver. Read {@link org.gatepost.workbench.bench.load.SmtpConversation} first.
 */
package org.gatepost.workbench.bench.load;
