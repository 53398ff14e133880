package org.gatepost.ee.store;

import java.time.Instant;
import java.util.Optional;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;

/** An alarm of one node, standing or cleared. Columns are explained in V003. */
@Entity
@Table(name = "alarm")
@IdClass(NodeAndKey.class)
public class AlarmRow {

    @Id
    private String node;
    @Id
    private String key;
    private String text;
    @Column(name = "raised_at")
    private Instant raisedAt;
    @Column(name = "seen_at")
    private Instant seenAt;
    private long times;
    @Column(name = "cleared_at")
    private Instant clearedAt;

    public String getNode() {
        return node;
    }

    public void setNode(String value) {
        node = value;
    }

    public String getKey() {
        return key;
    }

    public void setKey(String value) {
        key = value;
    }

    public String getText() {
        return text;
    }

    public void setText(String value) {
        text = value;
    }

    public Instant getRaisedAt() {
        return raisedAt;
    }

    public void setRaisedAt(Instant value) {
        raisedAt = value;
    }

    public Instant getSeenAt() {
        return seenAt;
    }

    public void setSeenAt(Instant value) {
        seenAt = value;
    }

    public long getTimes() {
        return times;
    }

    public void setTimes(long value) {
        times = value;
    }

    public Optional<Instant> clearedAt() {
        return Optional.ofNullable(clearedAt);
    }

    public void setClearedAt(Instant value) {
        clearedAt = value;
    }
}
