package org.gatepost.ee.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;

/** A table of counters, as an administrator wrote it. Columns are explained in V022. */
@Entity
@Table(name = "throttle_table")
public class ThrottleTableRow extends VersionedRow {

    private String type;
    private String counts;
    @Column(name = "data_type")
    private String dataType;
    private boolean nocase;
    @Column(name = "max_entries")
    private int maxEntries;
    private int quota;
    @Column(name = "quota_time")
    private int quotaTime;
    private boolean penalize;
    @Column(name = "fail_open")
    private boolean failOpen;
    @Column(name = "block_time")
    private int blockTime;
    @Column(name = "resubmit_time")
    private int resubmitTime;
    @Column(name = "inactivity_time")
    private int inactivityTime;

    public String getType() {
        return type;
    }

    public void setType(String value) {
        type = value;
    }

    public String getCounts() {
        return counts;
    }

    public void setCounts(String value) {
        counts = value;
    }

    public String getDataType() {
        return dataType;
    }

    public void setDataType(String value) {
        dataType = value;
    }

    public boolean isNocase() {
        return nocase;
    }

    public void setNocase(boolean value) {
        nocase = value;
    }

    public int getMaxEntries() {
        return maxEntries;
    }

    public void setMaxEntries(int value) {
        maxEntries = value;
    }

    public int getQuota() {
        return quota;
    }

    public void setQuota(int value) {
        quota = value;
    }

    public int getQuotaTime() {
        return quotaTime;
    }

    public void setQuotaTime(int value) {
        quotaTime = value;
    }

    public boolean isPenalize() {
        return penalize;
    }

    public void setPenalize(boolean value) {
        penalize = value;
    }

    public boolean isFailOpen() {
        return failOpen;
    }

    public void setFailOpen(boolean value) {
        failOpen = value;
    }

    public int getBlockTime() {
        return blockTime;
    }

    public void setBlockTime(int value) {
        blockTime = value;
    }

    public int getResubmitTime() {
        return resubmitTime;
    }

    public void setResubmitTime(int value) {
        resubmitTime = value;
    }

    public int getInactivityTime() {
        return inactivityTime;
    }

    public void setInactivityTime(int value) {
        inactivityTime = value;
    }
}
