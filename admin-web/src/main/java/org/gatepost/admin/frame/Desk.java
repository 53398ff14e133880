package org.gatepost.admin.frame;

import java.util.Optional;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.ExternalContext;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Named;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;

import org.gatepost.ee.admin.DeskUnavailable;
import org.gatepost.ee.admin.NodeState;
import org.gatepost.ee.admin.Overview;
import org.gatepost.ee.admin.Overview.Stock;
import org.gatepost.ee.admin.Roles;

/** The frame round every page: who sits here, which node and policy it is, and what is broken. */
@Named
@RequestScoped
public class Desk {

    @EJB
    private Overview overview;

    private Optional<Stock> stock;
    private boolean databaseDown;

    /** What the database says; what it said last where it cannot be asked, and empty where it never was. Asked once a request. */
    public Optional<Stock> stock() {
        if (stock == null) {
            try {
                stock = Optional.of(overview.stock());
            } catch (DeskUnavailable e) {
                databaseDown = true;
                stock = overview.lastKnown();
            }
        }
        return stock;
    }

    public boolean isDatabaseDown() {
        stock();
        return databaseDown;
    }

    public boolean isDirectoryDown() {
        return node().map(NodeState::directory).filter(d -> d.condition() == NodeState.Condition.DOWN).isPresent();
    }

    /** What this node knows of itself, where it can be asked. */
    public Optional<NodeState> node() {
        return overview.node();
    }

    public String getNodeName() {
        return overview.nodeName();
    }

    public String getPolicy() {
        return stock().flatMap(Stock::policy).map(policy -> String.valueOf(policy.version())).orElse("unknown");
    }

    public int getAlarmCount() {
        return stock().map(s -> s.alarms().size()).orElse(0);
    }

    /** The one word on the right of the frame: ok, or how many things need a hand. */
    public String getCondition() {
        if (isDatabaseDown()) {
            return "database down";
        }
        if (isDirectoryDown()) {
            return "directory down";
        }
        int alarms = getAlarmCount();
        return alarms == 0 ? "ok" : alarms == 1 ? "1 alarm" : alarms + " alarms";
    }

    public String getLogin() {
        return Optional.ofNullable(external().getRemoteUser()).orElse("");
    }

    public boolean isPostmaster() {
        return external().isUserInRole(Roles.POSTMASTER);
    }

    public String getRole() {
        return isPostmaster() ? Roles.POSTMASTER : Roles.HELPDESK;
    }

    /** Ends the session. */
    public String logout() throws ServletException {
        ((HttpServletRequest) external().getRequest()).logout();
        external().invalidateSession();
        return "/admin/login.xhtml?faces-redirect=true&left=1";
    }

    private static ExternalContext external() {
        return FacesContext.getCurrentInstance().getExternalContext();
    }
}
