package org.gatepost.admin.sieve;

import java.util.List;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Named;

import org.gatepost.ee.admin.DeskUnavailable;
import org.gatepost.ee.admin.NotAllowed;
import org.gatepost.ee.admin.policy.ScriptAdmin;

/** One user's scripts, to be looked at: the address is the page's. */
@Named
@RequestScoped
public class UserScriptsView {

    @EJB
    private ScriptAdmin scripts;

    private String user = "";
    private String said = "";
    private List<ScriptAdmin.UserScript> found = List.of();

    /** Reads them, where the address of the page names somebody. */
    public void load() {
        if (user.isBlank()) {
            return;
        }
        try {
            found = scripts.ofUser(user);
            said = found.isEmpty() ? user + " keeps no script here. One in the directory is not shown." : "";
        } catch (DeskUnavailable e) {
            said = "The database cannot be asked.";
        } catch (NotAllowed e) {
            said = "Only a postmaster may see scripts.";
        }
    }

    public List<ScriptAdmin.UserScript> getFound() {
        return found;
    }

    public String getSaid() {
        return said;
    }

    public String getUser() {
        return user;
    }

    public void setUser(String address) {
        user = address == null ? "" : address.strip();
    }
}
