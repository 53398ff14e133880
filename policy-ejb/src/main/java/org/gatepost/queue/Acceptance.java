package org.gatepost.queue;

import org.gatepost.smtp.listener.Receipt;

/** Port: makes a message ours. The receipt comes only after the commit; the call waits for it, together with others. Safe for use by many threads. */
public interface Acceptance {

    /** {@link Receipt.Accepted}: committed. {@link Receipt.Refused}: not stored, nothing left behind. {@link Receipt.Unknown}: cannot be told. */
    Receipt accept(NewMessage message);
}
