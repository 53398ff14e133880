package org.gatepost.ee.admin;

import java.security.Principal;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;

/** Who calls, by the web request at hand. Outside a request nobody does, and asking fails. */
@RequestScoped
public class Caller {

    @Inject
    private HttpServletRequest request;

    /** The login; empty for nobody. */
    public String login() {
        Principal principal = request.getUserPrincipal();
        return principal == null ? "" : principal.getName();
    }

    /** Whether the caller has that role. */
    public boolean isIn(String role) {
        return request.isUserInRole(role);
    }
}
