package org.gatepost.ee.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;

/** What policy says of one port, as an administrator wrote it. Columns are explained in V001 and V008. */
@Entity
@Table(name = "listener")
public class ListenerRow extends VersionedRow {

    @Column(name = "source_channel")
    private String sourceChannel;
    @Column(name = "sessions_max")
    private int sessionsMax;
    @Column(name = "sessions_per_client_max")
    private int sessionsPerClientMax;
    @Column(name = "errors_max")
    private int errorsMax;
    @Column(name = "transactions_max")
    private int transactionsMax;
    @Column(name = "idle_seconds")
    private int idleSeconds;
    @Column(name = "session_seconds")
    private int sessionSeconds;
    private String proxy = "";
    private String xclient = "";

    public String getSourceChannel() {
        return sourceChannel;
    }

    public void setSourceChannel(String value) {
        sourceChannel = value;
    }

    public int getSessionsMax() {
        return sessionsMax;
    }

    public void setSessionsMax(int value) {
        sessionsMax = value;
    }

    public int getSessionsPerClientMax() {
        return sessionsPerClientMax;
    }

    public void setSessionsPerClientMax(int value) {
        sessionsPerClientMax = value;
    }

    public int getErrorsMax() {
        return errorsMax;
    }

    public void setErrorsMax(int value) {
        errorsMax = value;
    }

    public int getTransactionsMax() {
        return transactionsMax;
    }

    public void setTransactionsMax(int value) {
        transactionsMax = value;
    }

    public int getIdleSeconds() {
        return idleSeconds;
    }

    public void setIdleSeconds(int value) {
        idleSeconds = value;
    }

    public int getSessionSeconds() {
        return sessionSeconds;
    }

    public void setSessionSeconds(int value) {
        sessionSeconds = value;
    }

    public String getProxy() {
        return proxy;
    }

    public void setProxy(String value) {
        proxy = value;
    }

    public String getXclient() {
        return xclient;
    }

    public void setXclient(String value) {
        xclient = value;
    }
}
