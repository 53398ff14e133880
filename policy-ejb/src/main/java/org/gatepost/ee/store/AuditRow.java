package org.gatepost.ee.store;

import java.time.Instant;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** Something done by hand. Written in the transaction that does it. Columns are explained in V003. */
@Entity
@Table(name = "audit")
public class AuditRow {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private Long id;
    private Instant at;
    private String login;
    private String action;
    private String object;
    private String text;

    public Long getId() {
        return id;
    }

    public void setId(Long value) {
        id = value;
    }

    public Instant getAt() {
        return at;
    }

    public void setAt(Instant value) {
        at = value;
    }

    public String getLogin() {
        return login;
    }

    public void setLogin(String value) {
        login = value;
    }

    public String getAction() {
        return action;
    }

    public void setAction(String value) {
        action = value;
    }

    public String getObject() {
        return object;
    }

    public void setObject(String value) {
        object = value;
    }

    public String getText() {
        return text;
    }

    public void setText(String value) {
        text = value;
    }
}
