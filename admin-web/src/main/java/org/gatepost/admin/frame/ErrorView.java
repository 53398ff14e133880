package org.gatepost.admin.frame;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.UUID;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Named;
import jakarta.servlet.RequestDispatcher;

/** The page for what should not happen: gives it a reference, and writes that and the cause into the server log. */
@Named
@RequestScoped
public class ErrorView {

    private static final Logger LOG = System.getLogger(ErrorView.class.getName());

    private String reference;

    @PostConstruct
    void note() {
        reference = UUID.randomUUID().toString().substring(0, 8);
        Object cause = FacesContext.getCurrentInstance().getExternalContext().getRequestMap().get(RequestDispatcher.ERROR_EXCEPTION);
        LOG.log(Level.ERROR, "A page failed, reference " + reference, cause instanceof Throwable thrown ? thrown : null);
    }

    public String getReference() {
        return reference;
    }
}
