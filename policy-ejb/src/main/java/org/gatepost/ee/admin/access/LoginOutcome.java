package org.gatepost.ee.admin.access;

import jakarta.enterprise.context.RequestScoped;

/** What the identity store found in this request, for the login page to say. */
@RequestScoped
public class LoginOutcome {

    private LoginResult result = new LoginResult.Refused();

    public LoginResult result() {
        return result;
    }

    void is(LoginResult found) {
        result = found;
    }
}
