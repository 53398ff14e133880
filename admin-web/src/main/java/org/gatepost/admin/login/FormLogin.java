package org.gatepost.admin.login;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.security.enterprise.authentication.mechanism.http.CustomFormAuthenticationMechanismDefinition;
import jakarta.security.enterprise.authentication.mechanism.http.LoginToContinue;

/** Tells Jakarta Security that one logs in by our own page and then goes on to where one wanted to be. */
@CustomFormAuthenticationMechanismDefinition(loginToContinue = @LoginToContinue(loginPage = "/admin/login.xhtml", useForwardToLogin = false, errorPage = ""))
@ApplicationScoped
public class FormLogin {
}
