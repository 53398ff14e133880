package org.gatepost.ee.store;

import java.util.Optional;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;

/** A channel and its keywords, as an administrator wrote them. Columns are explained in V001 and V007. */
@Entity
@Table(name = "channel")
public class ChannelRow extends VersionedRow {

    @Column(name = "sourceblocklimit")
    private Long sourceBlockLimit;
    @Column(name = "blocklimit")
    private Long blockLimit;
    @Column(name = "recipientlimit")
    private Integer recipientLimit;
    @Column(name = "headerlimit")
    private int headerLimit;
    @Column(name = "barelinefeed")
    private String bareLineFeed;
    @Column(name = "rejectsmtplonglines")
    private boolean rejectSmtpLongLines;
    private String destination;
    private String backoff;
    private String notices;
    @Column(name = "maxjobs")
    private int maxJobs;
    private String keywords = "";

    public Optional<Long> sourceBlockLimit() {
        return Optional.ofNullable(sourceBlockLimit);
    }

    public void setSourceBlockLimit(Long value) {
        sourceBlockLimit = value;
    }

    public Optional<Long> blockLimit() {
        return Optional.ofNullable(blockLimit);
    }

    public void setBlockLimit(Long value) {
        blockLimit = value;
    }

    public Optional<Integer> recipientLimit() {
        return Optional.ofNullable(recipientLimit);
    }

    public void setRecipientLimit(Integer value) {
        recipientLimit = value;
    }

    public int getHeaderLimit() {
        return headerLimit;
    }

    public void setHeaderLimit(int value) {
        headerLimit = value;
    }

    public String getBareLineFeed() {
        return bareLineFeed;
    }

    public void setBareLineFeed(String value) {
        bareLineFeed = value;
    }

    public boolean isRejectSmtpLongLines() {
        return rejectSmtpLongLines;
    }

    public void setRejectSmtpLongLines(boolean value) {
        rejectSmtpLongLines = value;
    }

    public Optional<String> destination() {
        return Optional.ofNullable(destination);
    }

    public void setDestination(String value) {
        destination = value;
    }

    public String getBackoff() {
        return backoff;
    }

    public void setBackoff(String value) {
        backoff = value;
    }

    public String getNotices() {
        return notices;
    }

    public void setNotices(String value) {
        notices = value;
    }

    public int getMaxJobs() {
        return maxJobs;
    }

    public void setMaxJobs(int value) {
        maxJobs = value;
    }

    public String getKeywords() {
        return keywords;
    }

    public void setKeywords(String value) {
        keywords = value;
    }
}
