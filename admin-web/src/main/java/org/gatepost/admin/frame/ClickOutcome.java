package org.gatepost.admin.frame;

import java.io.Serializable;
import java.util.function.Supplier;

import org.gatepost.ee.admin.DeskUnavailable;
import org.gatepost.ee.admin.NotAllowed;

/** What came of the last click on a page, in a sentence, and whether that is bad news. For one view. */
public final class ClickOutcome implements Serializable {

    private static final long serialVersionUID = 1L;

    private final String unavailable;
    private final String notAllowed;
    private String said = "";
    private boolean bad;

    /**
     * @param unavailable what is said where the database cannot be asked
     * @param notAllowed what is said where the role does not do
     */
    public ClickOutcome(String unavailable, String notAllowed) {
        this.unavailable = unavailable;
        this.notAllowed = notAllowed;
    }

    /** Does the work, whose sentence is good news unless it says otherwise meanwhile; empty: nothing is said. */
    public void of(Supplier<String> work) {
        bad = false;
        try {
            said = work.get();
        } catch (DeskUnavailable e) {
            said = unavailable;
            bad = true;
        } catch (NotAllowed e) {
            said = notAllowed;
            bad = true;
        }
    }

    /** Whether what the work under way is about to say is bad news. */
    public void markBad(boolean news) {
        bad = news;
    }

    /** Nothing is said any more. */
    public void forget() {
        said = "";
        bad = false;
    }

    public String getSaid() {
        return said;
    }

    public boolean isBad() {
        return bad;
    }
}
