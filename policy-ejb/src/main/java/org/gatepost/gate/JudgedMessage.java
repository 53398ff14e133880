package org.gatepost.gate;

import org.gatepost.mail.MessageHeader;
import org.gatepost.smtp.listener.MessageRequest;

/** A message at its last stages: the request, and its header section read once for all of them. */
record JudgedMessage(MessageRequest request, MessageHeader header) {

    long octets() {
        return request.content().size();
    }
}
