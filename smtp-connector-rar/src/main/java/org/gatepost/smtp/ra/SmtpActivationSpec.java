package org.gatepost.smtp.ra;

import java.io.Serializable;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.Activation;
import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.InvalidPropertyException;
import jakarta.resource.spi.ResourceAdapter;

import org.gatepost.smtp.listener.SmtpListener;
import org.gatepost.smtp.session.ContentPace;
import org.gatepost.smtp.session.PortLoad;
import org.gatepost.smtp.session.SessionSettings;
import org.gatepost.smtp.spool.SpoolBudget;

/** What a message-driven bean says of the SMTP port it wants to judge. A bean of the container's: set once, before activation. */
@Activation(messageListeners = SmtpListener.class)
public class SmtpActivationSpec implements ActivationSpec, Serializable {

    private static final long serialVersionUID = 1;

    private transient ResourceAdapter resourceAdapter;
    private String listener = "smtp";
    private String bind = "127.0.0.1";
    private Integer smtpPort = 2525;
    private Integer submissionPort = 0;
    private Integer submissionsPort = 0;
    private Integer returnPort = 0;
    private String returnBind = "127.0.0.1";
    private String tlsCertificate = "";
    private String tlsKey = "";
    private String tlsDirectory = "";
    private String tlsClientAuthorities = "";
    private Integer handshakeSeconds = Math.toIntExact(SessionSettings.HANDSHAKE_DEFAULT.toSeconds());
    private String hostname = "localhost.localdomain";
    private String spoolDirectory = "var/spool";
    private Integer permits = 64;
    private Integer stageDeadlineSeconds = 30;
    private Integer sessionsMax = 25_000;
    private Integer encryptedSessionsMax = PortLoad.ENCRYPTED_DEFAULT;
    private Integer contentsMax = PortLoad.CONTENTS_DEFAULT;
    private Integer openRecipientsMax = PortLoad.RECIPIENTS_DEFAULT;
    private Long spoolOctetsMax = 4L << 30;
    private Long spoolMemoryOctetsMax = SpoolBudget.MEMORY_OCTETS_DEFAULT;
    private Integer contentOctetsPerSecondMin = ContentPace.DEFAULT.octetsPerSecondMin();
    private Integer contentGraceSeconds = Math.toIntExact(ContentPace.DEFAULT.grace().toSeconds());
    private Integer drainSeconds = 10;

    @Override
    public void validate() throws InvalidPropertyException {
        require(!bind.isBlank(), "bind", "names no address", bind);
        require(smtpPort >= 0 && smtpPort < 65_536, "smtpPort", "is no port", smtpPort);
        require(submissionPort >= 0 && submissionPort < 65_536, "submissionPort", "is no port", submissionPort);
        require(submissionsPort >= 0 && submissionsPort < 65_536, "submissionsPort", "is no port", submissionsPort);
        require(returnPort >= 0 && returnPort < 65_536, "returnPort", "is no port", returnPort);
        require(!returnBind.isBlank(), "returnBind", "names no address", returnBind);
        require(handshakeSeconds >= 1 && handshakeSeconds <= 300, "handshakeSeconds", "is not between 1 and 300", handshakeSeconds);
        require(hostname.matches("[A-Za-z0-9._\\[\\]:-]{1,255}"), "hostname", "is no host name", hostname);
        require(!spoolDirectory.isBlank(), "spoolDirectory", "names no directory", spoolDirectory);
        require(permits >= 2 && permits <= 10_000, "permits", "is not between 2 and 10000", permits);
        require(stageDeadlineSeconds >= 1 && stageDeadlineSeconds <= 300, "stageDeadlineSeconds", "is not between 1 and 300", stageDeadlineSeconds);
        require(sessionsMax >= 1 && sessionsMax <= 1_000_000, "sessionsMax", "is not between 1 and 1000000", sessionsMax);
        require(encryptedSessionsMax >= 1 && encryptedSessionsMax <= 1_000_000, "encryptedSessionsMax", "is not between 1 and 1000000", encryptedSessionsMax);
        require(contentsMax >= 1 && contentsMax <= 1_000_000, "contentsMax", "is not between 1 and 1000000", contentsMax);
        require(openRecipientsMax >= 100 && openRecipientsMax <= 10_000_000, "openRecipientsMax", "is not between 100 and 10000000", openRecipientsMax);
        require(spoolOctetsMax >= 1 << 20, "spoolOctetsMax", "is less than 1 MiB", spoolOctetsMax);
        require(spoolMemoryOctetsMax >= 0, "spoolMemoryOctetsMax", "is negative", spoolMemoryOctetsMax);
        require(contentOctetsPerSecondMin >= 0, "contentOctetsPerSecondMin", "is negative", contentOctetsPerSecondMin);
        require(contentGraceSeconds >= 1 && contentGraceSeconds <= 3_600, "contentGraceSeconds", "is not between 1 and 3600", contentGraceSeconds);
        require(drainSeconds >= 0 && drainSeconds <= 300, "drainSeconds", "is not between 0 and 300", drainSeconds);
    }

    private static void require(boolean fine, String property, String fault, Object value) throws InvalidPropertyException {
        if (!fine) {
            throw new InvalidPropertyException("the SMTP port's " + property + " " + fault + ": " + value);
        }
    }

    @Override
    public ResourceAdapter getResourceAdapter() {
        return resourceAdapter;
    }

    @Override
    public void setResourceAdapter(ResourceAdapter resourceAdapter) throws ResourceException {
        this.resourceAdapter = resourceAdapter;
    }

    /** The name policy knows the SMTP port by. */
    public String getListener() {
        return listener;
    }

    public void setListener(String listener) {
        this.listener = listener.strip();
    }

    /** Addresses to listen on, separated by commas; IPv6 with or without brackets. */
    public String getBind() {
        return bind;
    }

    public void setBind(String bind) {
        this.bind = bind.strip();
    }

    /** The TCP port; 0 takes any free one. */
    public Integer getSmtpPort() {
        return smtpPort;
    }

    public void setSmtpPort(Integer smtpPort) {
        this.smtpPort = smtpPort;
    }

    /** The port of the listener {@code submission} (RFC 6409); 0 for none. */
    public Integer getSubmissionPort() {
        return submissionPort;
    }

    public void setSubmissionPort(Integer submissionPort) {
        this.submissionPort = submissionPort;
    }

    /** The port of the listener {@code submissions}, where the handshake comes first (RFC 8314); 0 for none. */
    public Integer getSubmissionsPort() {
        return submissionsPort;
    }

    public void setSubmissionsPort(Integer submissionsPort) {
        this.submissionsPort = submissionsPort;
    }

    /** The port of the listener {@code return}, where filters bring back what they were given; 0 for none. */
    public Integer getReturnPort() {
        return returnPort;
    }

    public void setReturnPort(Integer returnPort) {
        this.returnPort = returnPort;
    }

    /** On which addresses it listens, like {@code bind}: other ones than all others. */
    public String getReturnBind() {
        return returnBind;
    }

    public void setReturnBind(String returnBind) {
        this.returnBind = returnBind;
    }

    /** A PEM file: our certificate and those that vouch for it. Empty: STARTTLS is answered 454. */
    public String getTlsCertificate() {
        return tlsCertificate;
    }

    public void setTlsCertificate(String tlsCertificate) {
        this.tlsCertificate = tlsCertificate.strip();
    }

    /** A PEM file: its key, PKCS#8, not encrypted. */
    public String getTlsKey() {
        return tlsKey;
    }

    public void setTlsKey(String tlsKey) {
        this.tlsKey = tlsKey.strip();
    }

    /** A directory of further pairs, {@code NAME.crt} and {@code NAME.key}, shown to clients that ask for a name they are for; empty for none. */
    public String getTlsDirectory() {
        return tlsDirectory;
    }

    public void setTlsDirectory(String tlsDirectory) {
        this.tlsDirectory = tlsDirectory.strip();
    }

    /** A PEM file: whose word about the certificates of clients we take; empty for nobody's. */
    public String getTlsClientAuthorities() {
        return tlsClientAuthorities;
    }

    public void setTlsClientAuthorities(String tlsClientAuthorities) {
        this.tlsClientAuthorities = tlsClientAuthorities.strip();
    }

    /** How long a TLS handshake, and a PROXY header, may take; then the connection is closed. */
    public Integer getHandshakeSeconds() {
        return handshakeSeconds;
    }

    public void setHandshakeSeconds(Integer handshakeSeconds) {
        this.handshakeSeconds = handshakeSeconds;
    }

    /** What this server calls itself in its greeting. */
    public String getHostname() {
        return hostname;
    }

    public void setHostname(String hostname) {
        this.hostname = hostname.strip();
    }

    /** Where contents over 64 KiB lie while they come in. Used by this port alone: what is found in it at the start is removed. */
    public String getSpoolDirectory() {
        return spoolDirectory;
    }

    public void setSpoolDirectory(String spoolDirectory) {
        this.spoolDirectory = spoolDirectory.strip();
    }

    /** How many stages may be judged at once: the bean's {@code max-pool-size}, which is a hard cap. */
    public Integer getPermits() {
        return permits;
    }

    public void setPermits(Integer permits) {
        this.permits = permits;
    }

    /** The longest a stage may take, waiting for its turn included; the message stage bounds itself. */
    public Integer getStageDeadlineSeconds() {
        return stageDeadlineSeconds;
    }

    public void setStageDeadlineSeconds(Integer stageDeadlineSeconds) {
        this.stageDeadlineSeconds = stageDeadlineSeconds;
    }

    /** Sessions open at once; one more is told 421. */
    public Integer getSessionsMax() {
        return sessionsMax;
    }

    public void setSessionsMax(Integer sessionsMax) {
        this.sessionsMax = sessionsMax;
    }

    /** Sessions that are encrypted at once; one more is told 454 4.7.0 at STARTTLS, and closed where the handshake comes first. */
    public Integer getEncryptedSessionsMax() {
        return encryptedSessionsMax;
    }

    public void setEncryptedSessionsMax(Integer encryptedSessionsMax) {
        this.encryptedSessionsMax = encryptedSessionsMax;
    }

    /** Contents on their way in or being judged, at once; one more is told 451 4.3.2. */
    public Integer getContentsMax() {
        return contentsMax;
    }

    public void setContentsMax(Integer contentsMax) {
        this.contentsMax = contentsMax;
    }

    /** Recipients of all open transactions, each counted as often as it makes copies; one more is told 452 4.3.1. */
    public Integer getOpenRecipientsMax() {
        return openRecipientsMax;
    }

    public void setOpenRecipientsMax(Integer openRecipientsMax) {
        this.openRecipientsMax = openRecipientsMax;
    }

    /** Octets of memory for contents, of those in no file and for reading; beyond it contents go to files at once. */
    public Long getSpoolMemoryOctetsMax() {
        return spoolMemoryOctetsMax;
    }

    public void setSpoolMemoryOctetsMax(Long spoolMemoryOctetsMax) {
        this.spoolMemoryOctetsMax = spoolMemoryOctetsMax;
    }

    /** How fast a content must come on average, once the grace is over, in octets a second; 0 for no such limit. 421 4.4.2 */
    public Integer getContentOctetsPerSecondMin() {
        return contentOctetsPerSecondMin;
    }

    public void setContentOctetsPerSecondMin(Integer contentOctetsPerSecondMin) {
        this.contentOctetsPerSecondMin = contentOctetsPerSecondMin;
    }

    /** How long a content may take before its pace counts. */
    public Integer getContentGraceSeconds() {
        return contentGraceSeconds;
    }

    public void setContentGraceSeconds(Integer contentGraceSeconds) {
        this.contentGraceSeconds = contentGraceSeconds;
    }

    /** Octets of content all sessions together may hold; more is told 452 4.3.1. */
    public Long getSpoolOctetsMax() {
        return spoolOctetsMax;
    }

    public void setSpoolOctetsMax(Long spoolOctetsMax) {
        this.spoolOctetsMax = spoolOctetsMax;
    }

    /** How long a message on its way in may take to finish when the port is stopped. */
    public Integer getDrainSeconds() {
        return drainSeconds;
    }

    public void setDrainSeconds(Integer drainSeconds) {
        this.drainSeconds = drainSeconds;
    }
}
