package org.gatepost.ee.store;

import java.util.Optional;
import java.util.OptionalLong;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;

/** An engine, as an administrator wrote it. Columns are explained in V001 and V029. */
@Entity
@Table(name = "scanner")
public class ScannerRow extends VersionedRow {

    private String protocol;
    private String address;
    @Column(name = "source_channels")
    private String sourceChannels;
    @Column(name = "deadline_ms")
    private int deadlineMs;
    @Column(name = "failure_policy")
    private String failurePolicy;
    @Column(name = "breaker_failures")
    private int breakerFailures;
    @Column(name = "breaker_probe_ms")
    private int breakerProbeMs;
    @Column(name = "concurrency_max")
    private int concurrencyMax;

    @Column(name = "octets_max")
    private Long octetsMax;
    private String options;

    public String getProtocol() {
        return protocol;
    }

    public void setProtocol(String value) {
        protocol = value;
    }

    public Optional<String> address() {
        return Optional.ofNullable(address);
    }

    public void setAddress(String value) {
        address = value;
    }

    public String getSourceChannels() {
        return sourceChannels;
    }

    public void setSourceChannels(String value) {
        sourceChannels = value;
    }

    public int getDeadlineMs() {
        return deadlineMs;
    }

    public void setDeadlineMs(int value) {
        deadlineMs = value;
    }

    public String getFailurePolicy() {
        return failurePolicy;
    }

    public void setFailurePolicy(String value) {
        failurePolicy = value;
    }

    public int getBreakerFailures() {
        return breakerFailures;
    }

    public void setBreakerFailures(int value) {
        breakerFailures = value;
    }

    public int getBreakerProbeMs() {
        return breakerProbeMs;
    }

    public void setBreakerProbeMs(int value) {
        breakerProbeMs = value;
    }

    public int getConcurrencyMax() {
        return concurrencyMax;
    }

    public void setConcurrencyMax(int value) {
        concurrencyMax = value;
    }

    public OptionalLong octetsMax() {
        return octetsMax == null ? OptionalLong.empty() : OptionalLong.of(octetsMax);
    }

    public void setOctetsMax(Long value) {
        octetsMax = value;
    }

    public String getOptions() {
        return options;
    }

    public void setOptions(String value) {
        options = value;
    }
}
