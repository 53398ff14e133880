package org.gatepost.smtp.listener;

/** How far an authentication has come, in policy's own words. The connector carries it from one message to the next and forgets it at the end. */
public interface AuthExchange {
}
