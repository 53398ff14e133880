package org.gatepost.smtp.wire;

/** Where content goes as it is read. It throws nothing: what cannot be kept is dropped there, remembered, and answered at the end. */
@FunctionalInterface
public interface OctetSink {

    /** Takes {@code length} octets from the start of {@code octets}, which belongs to the caller again afterwards. */
    void write(byte[] octets, int length);
}
