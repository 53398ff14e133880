package org.gatepost.admin.queue;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.EJB;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Named;

import org.gatepost.ee.admin.ActionResult;
import org.gatepost.ee.admin.DeskUnavailable;
import org.gatepost.ee.admin.NotAllowed;
import org.gatepost.ee.admin.QueueAction;
import org.gatepost.ee.admin.QueueAdmin;
import org.gatepost.ee.admin.QueueRow;

/** The queue page: filters, the selection and what is about to be done to it. */
@Named
@ViewScoped
public class QueueView implements Serializable {

    private static final long serialVersionUID = 1L;
    private static final long COUNT_NANOS = 1_000_000_000;

    @EJB
    private QueueAdmin queue;

    private final FilterText filter = new FilterText();
    private QueueRows rows;
    private List<QueueRow> selected = new ArrayList<>();
    private boolean allMatching;
    private QueueAction proposed;
    private String why = "";
    private String said = "";
    private boolean saidBad;
    private long matching;
    private long countedAt;

    @PostConstruct
    void open() {
        rows = new QueueRows(queue, filter);
    }

    public FilterText getFilter() {
        return filter;
    }

    public QueueRows getRows() {
        return rows;
    }

    public List<String> getChannels() {
        try {
            return queue.channels();
        } catch (DeskUnavailable e) {
            return List.of();
        }
    }

    public List<QueueRow> getSelected() {
        return selected;
    }

    /** What the table says is selected; rows it no longer knows are left out. */
    public void setSelected(List<QueueRow> chosen) {
        selected = chosen == null ? new ArrayList<>() : new ArrayList<>(chosen);
        selected.removeIf(row -> row == null);
    }

    public boolean isAllMatching() {
        return allMatching;
    }

    /** How many match the filter now; one page asks several times, so an answer serves for a second. */
    public long getMatching() {
        if (System.nanoTime() - countedAt > COUNT_NANOS || countedAt == 0) {
            try {
                matching = queue.count(filter.filter());
            } catch (DeskUnavailable e) {
                matching = 0;
            }
            countedAt = System.nanoTime();
        }
        return matching;
    }

    /** How many an action would be done to. */
    public long getChosen() {
        return allMatching ? getMatching() : selected.size();
    }

    public void selectAllMatching() {
        allMatching = true;
        selectionChanged();
    }

    public void selectNone() {
        allMatching = false;
        selected = new ArrayList<>();
        selectionChanged();
    }

    /** Another selection needs another confirmation. */
    public void selectionChanged() {
        proposed = null;
        said = "";
    }

    /** A row picked or dropped by hand means rows again, not all that match. */
    public void rowsChanged() {
        allMatching = false;
        selectionChanged();
    }

    public void propose(String action) {
        proposed = getChosen() == 0 ? null : QueueAction.valueOf(action);
        said = proposed == null ? "Nothing is selected." : "";
        saidBad = false;
        why = "";
    }

    public void cancel() {
        proposed = null;
    }

    public QueueAction getProposed() {
        return proposed;
    }

    /** What the button would do, in words. */
    public String getProposal() {
        return proposed == null ? "" : ActionWords.proposal(proposed, getChosen(), allMatching);
    }

    public String getConsequence() {
        return proposed == null ? "" : ActionWords.consequence(proposed);
    }

    /** Does what was proposed. */
    public void confirm() {
        if (proposed == null) {
            return;
        }
        QueueAction action = proposed;
        proposed = null;
        try {
            ActionResult result = allMatching ? queue.toMatching(action, filter.filter(), why)
                    : queue.toEntries(action, selected.stream().map(QueueRow::id).toList(), why);
            countedAt = 0;
            said = ActionWords.result(action, result);
            saidBad = false;
            allMatching = false;
            selected = new ArrayList<>();
        } catch (DeskUnavailable e) {
            said = "The database cannot be asked: part of it may not be done. Look again before you repeat it.";
            saidBad = true;
        } catch (NotAllowed e) {
            said = "Only a postmaster may do that.";
            saidBad = true;
        }
    }

    public String getSaid() {
        return said;
    }

    public boolean isSaidBad() {
        return saidBad;
    }

    public String getWhy() {
        return why;
    }

    public void setWhy(String text) {
        why = text == null ? "" : text;
    }
}
