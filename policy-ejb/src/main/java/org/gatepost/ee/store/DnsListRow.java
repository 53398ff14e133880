package org.gatepost.ee.store;

import java.util.Optional;

import jakarta.persistence.Entity;
import jakarta.persistence.Table;

/** A DNS list, as an administrator wrote it. Columns are explained in V018. */
@Entity
@Table(name = "dns_list")
public class DnsListRow extends VersionedRow {

    private String zone;
    private String subject;
    private boolean allows;
    private String codes;
    private String text;
    private boolean defers;

    public String getZone() {
        return zone;
    }

    public void setZone(String value) {
        zone = value;
    }

    public String getSubject() {
        return subject;
    }

    public void setSubject(String value) {
        subject = value;
    }

    public boolean isAllows() {
        return allows;
    }

    public void setAllows(boolean value) {
        allows = value;
    }

    public String getCodes() {
        return codes;
    }

    public void setCodes(String value) {
        codes = value;
    }

    public Optional<String> text() {
        return Optional.ofNullable(text);
    }

    public void setText(String value) {
        text = value;
    }

    public boolean isDefers() {
        return defers;
    }

    public void setDefers(boolean value) {
        defers = value;
    }
}
