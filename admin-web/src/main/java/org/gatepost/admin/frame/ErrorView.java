package org.gatepost.admin.frame;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.UUID;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.ExternalContext;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Named;
import jakarta.servlet.RequestDispatcher;

/** The page for what should not happen: gives it a reference, and writes that and the cause into the server log. */
@Named
@RequestScoped
public class ErrorView {

    private static final Logger LOG = System.getLogger(ErrorView.class.getName());

    private static final int LETTERS = 8;

    private String reference;

    @PostConstruct
    void open() {
        ExternalContext external = FacesContext.getCurrentInstance().getExternalContext();
        Map<String, String> parameters = external.getRequestParameterMap();
        Object cause = external.getRequestMap().get(RequestDispatcher.ERROR_EXCEPTION);
        if (cause instanceof Throwable thrown) {
            reference = note(thrown);
        } else {
            reference = parameters.getOrDefault("reference", "").replaceAll("[^0-9a-f]", "");
            reference = reference.substring(0, Math.min(LETTERS, reference.length()));
        }
    }

    /** Writes what failed into the server log, and gives the reference to find it by. */
    static String note(Throwable cause) {
        String reference = UUID.randomUUID().toString().substring(0, LETTERS);
        LOG.log(Level.ERROR, "A page failed, reference " + reference, cause);
        return reference;
    }

    /** Empty where nothing was thrown. */
    public String getReference() {
        return reference;
    }
}
