package org.gatepost.admin.login;

import java.io.IOException;

import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.application.FacesMessage;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.SecurityContext;
import jakarta.security.enterprise.authentication.mechanism.http.AuthenticationParameters;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.gatepost.ee.admin.access.DeskCredential;
import org.gatepost.ee.admin.access.LoginOutcome;
import org.gatepost.ee.admin.access.LoginResult;

/** The login page. */
@Named
@RequestScoped
public class LoginView {

    @Inject
    private SecurityContext security;

    @Inject
    private LoginOutcome outcome;

    private String login = "";
    private String password = "";

    /** Checks what was typed; goes on where one wanted to be, or says what is wrong. */
    public void enter() throws IOException {
        FacesContext faces = FacesContext.getCurrentInstance();
        HttpServletRequest request = (HttpServletRequest) faces.getExternalContext().getRequest();
        HttpServletResponse response = (HttpServletResponse) faces.getExternalContext().getResponse();
        if (login.isBlank() || password.isEmpty()) {
            say("Login and password are both needed.");
            return;
        }
        // A session id somebody planted before must not become a logged-in one.
        request.getSession(true);
        request.changeSessionId();
        AuthenticationStatus status = security.authenticate(request, response,
                AuthenticationParameters.withParams().credential(new DeskCredential(login, password, request.getRemoteAddr())));
        switch (status) {
            case SEND_CONTINUE -> faces.responseComplete();
            case SUCCESS -> faces.getExternalContext().redirect("/admin/overview.xhtml");
            case SEND_FAILURE, NOT_DONE -> say(switch (outcome.result()) {
                case LoginResult.Unavailable unavailable -> "The directory cannot be asked, so nobody can log in right now. Mail goes on as far as it can.";
                case LoginResult.TooMany tooMany -> "Too many wrong attempts. Wait a minute.";
                case LoginResult.Refused refused -> "Wrong login or password.";
                case LoginResult.Known known -> "Wrong login or password.";
            });
        }
    }

    private void say(String text) {
        FacesContext.getCurrentInstance().addMessage(null, new FacesMessage(FacesMessage.SEVERITY_ERROR, text, text));
    }

    public String getLogin() {
        return login;
    }

    public void setLogin(String typed) {
        login = typed == null ? "" : typed;
    }

    public String getPassword() {
        return "";
    }

    public void setPassword(String typed) {
        password = typed == null ? "" : typed;
    }
}
