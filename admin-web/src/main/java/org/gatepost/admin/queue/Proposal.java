package org.gatepost.admin.queue;

import java.io.Serializable;
import java.util.function.BiFunction;

import org.gatepost.ee.admin.ActionResult;
import org.gatepost.ee.admin.DeskUnavailable;
import org.gatepost.ee.admin.NotAllowed;
import org.gatepost.ee.admin.QueueAction;

/** An action somebody is about to do by hand: named with how many it would be done to before, and with what came of it after. For one view. */
public class Proposal implements Serializable {

    private static final long serialVersionUID = 1L;

    private QueueAction action;
    private String text = "";
    private String why = "";
    private String to = "";
    private String said = "";
    private boolean saidBad;

    /** Names what it would do; with nothing to do it to it only says so. */
    public void offer(QueueAction wanted, long entries, boolean allMatching) {
        action = entries == 0 ? null : wanted;
        text = ActionWords.proposal(wanted, entries, allMatching);
        why = "";
        to = "";
        said = entries == 0 ? "Nothing is selected." : "";
        saidBad = false;
    }

    /** Takes it back. */
    public void withdraw() {
        action = null;
        said = "";
    }

    /** Does what was offered, with the reason typed, and says what came of it. True where it was done. */
    public boolean carryOut(BiFunction<QueueAction, String, ActionResult> work) {
        if (action == null) {
            return false;
        }
        QueueAction chosen = action;
        action = null;
        try {
            said = ActionWords.result(chosen, work.apply(chosen, why));
            saidBad = false;
            return true;
        } catch (DeskUnavailable e) {
            said = "The database cannot be asked: part of it may not be done. Look again before you repeat it.";
        } catch (NotAllowed e) {
            said = chosen == QueueAction.REDIRECT ? "Not done: " + e.getMessage() + "." : "Only a postmaster may do that.";
        }
        saidBad = true;
        return false;
    }

    public boolean isOffered() {
        return action != null;
    }

    /** What the button would do, in words. */
    public String getText() {
        return text;
    }

    public String getConsequence() {
        return action == null ? "" : ActionWords.consequence(action);
    }

    /** Whether it needs a postmaster. */
    public boolean isGrave() {
        return action != null && !action.isForHelpdesk();
    }

    /** Whether it needs an address. */
    public boolean isRedirect() {
        return action == QueueAction.REDIRECT;
    }

    public String getTo() {
        return to;
    }

    public void setTo(String typed) {
        to = typed == null ? "" : typed;
    }

    public String getWhy() {
        return why;
    }

    public void setWhy(String typed) {
        why = typed == null ? "" : typed;
    }

    /** What came of the last one; empty before. */
    public String getSaid() {
        return said;
    }

    public boolean isSaidBad() {
        return saidBad;
    }
}
