package org.gatepost.smtp.client;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.gatepost.smtp.protocol.IpAddress;

/** The hosts a certificate is for: its subjectAltNames of type dNSName and iPAddress, nothing else (RFC 6125 section 6.4.4 as RFC 9525 has it). */
final class CertificateNames {

    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;

    private CertificateNames() {
    }

    /** Whether the certificate is for one of these names or addresses. */
    static boolean match(X509Certificate certificate, Set<String> wanted) throws CertificateParsingException {
        Collection<List<?>> names = certificate.getSubjectAlternativeNames();
        if (names == null) {
            return false;
        }
        for (List<?> name : names) {
            for (String each : wanted) {
                if (matches((Integer) name.get(0), name.get(1), each)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean matches(int type, Object presented, String wanted) {
        return switch (type) {
            case DNS_NAME -> matchesName(presented.toString(), wanted);
            case IP_ADDRESS -> isAddress(presented.toString(), wanted);
            default -> false;
        };
    }

    /** A wildcard stands for exactly one label, the first (RFC 9525 section 6.3). */
    static boolean matchesName(String presented, String wanted) {
        String pattern = withoutDot(presented);
        String name = withoutDot(wanted);
        if (!pattern.startsWith("*.")) {
            return pattern.equals(name);
        }
        int dot = name.indexOf('.');
        return dot > 0 && pattern.substring(1).equals(name.substring(dot)) && pattern.indexOf('.', 2) > 0;
    }

    private static boolean isAddress(String presented, String wanted) {
        try {
            return IpAddress.parse(presented).equals(IpAddress.parse(wanted));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String withoutDot(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }
}
