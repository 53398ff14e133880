package org.gatepost.ee.admin;

import java.security.Principal;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;

/** Who calls, by the web request at hand. Outside a request nobody does, and asking fails. */
@RequestScoped
public class Caller {

    @Inject
    private HttpServletRequest request;

    private String login;
    private Set<String> roles;

    /** Asked once, at the first call from the web: from a bean called by a bean, Payara's request no longer knows the role. */
    @PostConstruct
    void ask() {
        Principal principal = request.getUserPrincipal();
        login = principal == null ? "" : principal.getName();
        roles = Stream.of(Roles.POSTMASTER, Roles.HELPDESK).filter(request::isUserInRole).collect(Collectors.toUnmodifiableSet());
    }

    /** The login; empty for nobody. */
    public String login() {
        return login;
    }

    /** Whether the caller has that role. */
    public boolean isIn(String role) {
        return roles.contains(role);
    }
}
