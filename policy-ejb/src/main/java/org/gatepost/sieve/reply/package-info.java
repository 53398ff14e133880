/**
 * What Sieve writes itself: replies of an absent owner, notifications, and reports of a rejection that could not be said in the dialogue. Says whether
 * something is written at all, and to whom; sends nothing and remembers nothing.
 *
 * <p>May use {@code sieve} and {@code sieve.message}. Read {@link org.gatepost.sieve.reply.VacationReply} first.
 *
 * <p>RFC 5230 (vacation), 3834 (automatic responses), 5436 (mailto notifications), 5429 (reject), 8098 (dispositions).
 */
package org.gatepost.sieve.reply;
