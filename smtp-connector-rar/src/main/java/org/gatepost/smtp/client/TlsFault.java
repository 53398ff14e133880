package org.gatepost.smtp.client;

/** Why a connection could not be protected, in the words of RFC 8460 section 4.3. */
public enum TlsFault {
    STARTTLS_NOT_SUPPORTED("starttls-not-supported"), CERTIFICATE_HOST_MISMATCH("certificate-host-mismatch"), CERTIFICATE_EXPIRED("certificate-expired"),
    CERTIFICATE_NOT_TRUSTED("certificate-not-trusted"), VALIDATION_FAILURE("validation-failure"), TLSA_INVALID("tlsa-invalid"),
    DNSSEC_INVALID("dnssec-invalid"), DANE_REQUIRED("dane-required"), STS_POLICY_FETCH_ERROR("sts-policy-fetch-error"),
    STS_POLICY_INVALID("sts-policy-invalid"), STS_WEBPKI_INVALID("sts-webpki-invalid");

    private final String resultType;

    TlsFault(String resultType) {
        this.resultType = resultType;
    }

    /** As it stands in a report. */
    public String resultType() {
        return resultType;
    }
}
