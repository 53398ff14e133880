package org.gatepost.ee.store;

import java.util.Optional;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;

/** For whom an engine is asked, and what its verdicts become; its name is the engine's. Columns are explained in V035. */
@Entity
@Table(name = "scan_rule")
public class ScanRuleRow extends VersionedRow {

    @Column(name = "destination_channels")
    private String destinationChannels = "";
    @Column(name = "channel_opt_in")
    private String channelOptIn = "";
    @Column(name = "opt_in")
    private String optIn = "";
    @Column(name = "null_opt_in")
    private String nullOptIn = "";
    private String verdicts = "";
    @Column(name = "string_action")
    private String stringAction;
    @Column(name = "null_action")
    private String nullAction = "";

    public String getDestinationChannels() {
        return destinationChannels;
    }

    public void setDestinationChannels(String value) {
        destinationChannels = value;
    }

    public String getChannelOptIn() {
        return channelOptIn;
    }

    public void setChannelOptIn(String value) {
        channelOptIn = value;
    }

    public String getOptIn() {
        return optIn;
    }

    public void setOptIn(String value) {
        optIn = value;
    }

    public String getNullOptIn() {
        return nullOptIn;
    }

    public void setNullOptIn(String value) {
        nullOptIn = value;
    }

    public String getVerdicts() {
        return verdicts;
    }

    public void setVerdicts(String value) {
        verdicts = value;
    }

    /** The script for words that no verdict names. */
    public Optional<String> stringAction() {
        return Optional.ofNullable(stringAction);
    }

    public void setStringAction(String value) {
        stringAction = value;
    }

    public String getNullAction() {
        return nullAction;
    }

    public void setNullAction(String value) {
        nullAction = value;
    }
}
