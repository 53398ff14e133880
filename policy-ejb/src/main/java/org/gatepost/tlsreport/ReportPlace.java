package org.gatepost.tlsreport;

import java.net.URI;

import org.gatepost.smtp.protocol.Mailbox;

/** Where a domain wants its reports; as text, the URI it was named by. */
public sealed interface ReportPlace {

    /** By mail. */
    record Mail(Mailbox to) implements ReportPlace {
        @Override
        public String toString() {
            return "mailto:" + to;
        }
    }

    /** By POST. */
    record Web(URI address) implements ReportPlace {
        @Override
        public String toString() {
            return address.toString();
        }
    }
}
