package org.gatepost.admin.frame;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;

import jakarta.faces.FacesException;
import jakarta.faces.application.ViewExpiredException;
import jakarta.faces.context.ExceptionHandler;
import jakarta.faces.context.ExceptionHandlerFactory;
import jakarta.faces.context.ExceptionHandlerWrapper;
import jakarta.faces.context.FacesContext;
import jakarta.faces.event.ExceptionQueuedEvent;

/** Leads a click that failed behind the page to the page that says so: left alone, Faces answers it with an XML nobody sees. */
public class AjaxFailures extends ExceptionHandlerWrapper {

    AjaxFailures(ExceptionHandler wrapped) {
        super(wrapped);
    }

    /** Named in faces-config.xml. */
    public static class Factory extends ExceptionHandlerFactory {

        public Factory(ExceptionHandlerFactory wrapped) {
            super(wrapped);
        }

        @Override
        public ExceptionHandler getExceptionHandler() {
            return new AjaxFailures(getWrapped().getExceptionHandler());
        }
    }

    @Override
    public void handle() throws FacesException {
        FacesContext faces = FacesContext.getCurrentInstance();
        Iterator<ExceptionQueuedEvent> failures = getUnhandledExceptionQueuedEvents().iterator();
        if (faces.getPartialViewContext().isAjaxRequest() && failures.hasNext() && !faces.getExternalContext().isResponseCommitted()) {
            Throwable cause = getRootCause(failures.next().getContext().getException());
            failures.remove();
            lead(faces, cause == null ? new FacesException("no cause given") : cause);
        }
        getWrapped().handle();
    }

    private static void lead(FacesContext faces, Throwable cause) {
        String page = cause instanceof ViewExpiredException ? "/admin/expired.xhtml" : "/admin/failed.xhtml?reference=" + ErrorView.note(cause);
        try {
            faces.getExternalContext().redirect(page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
