package org.gatepost.smtp.protocol;

import java.util.HexFormat;

/**
 * What a zone says about a server's certificate (RFC 6698 section 2.1).
 *
 * @param usage 2 (DANE-TA) and 3 (DANE-EE) are used for mail; 0 and 1 are not (RFC 7672 section 3.1.3)
 * @param selector 0 the whole certificate, 1 its public key
 * @param matching 0 as it is, 1 by SHA-256, 2 by SHA-512
 * @param association the octets to compare with, in hexadecimal
 */
public record TlsaRecord(int usage, int selector, int matching, String association) {

    public TlsaRecord {
        association = HexFormat.of().formatHex(HexFormat.of().parseHex(association));
    }

    /** Whether a mail client can use it. */
    public boolean isUsable() {
        boolean digestOfItsLength = matching == 1 && association.length() == 64 || matching == 2 && association.length() == 128;
        return (usage == 2 || usage == 3) && (selector == 0 || selector == 1) && (matching == 0 && !association.isEmpty() || digestOfItsLength);
    }
}
