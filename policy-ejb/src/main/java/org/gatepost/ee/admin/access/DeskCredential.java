package org.gatepost.ee.admin.access;

import jakarta.security.enterprise.credential.UsernamePasswordCredential;

/** A login and password as typed into the login page, and the address they came from. */
public class DeskCredential extends UsernamePasswordCredential {

    private final String address;

    public DeskCredential(String login, String password, String address) {
        super(login, password);
        this.address = address;
    }

    public String address() {
        return address;
    }
}
