package org.gatepost.ee.delivery;

import org.gatepost.channel.Need;
import org.gatepost.channel.NextHop;
import org.gatepost.channel.RemoteKeywords;

/**
 * Where a connection leads, and what policy said of the way there when it was made: whether it is encrypted, from which address it comes, who we are there. A
 * policy that says something else wants another connection.
 */
record ConnectionTerms(NextHop hop, Need tls, RemoteKeywords remote) {
}
