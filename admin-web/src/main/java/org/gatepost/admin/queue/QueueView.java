package org.gatepost.admin.queue;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.EJB;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;

import org.gatepost.admin.frame.Desk;
import org.gatepost.admin.frame.Words;
import org.gatepost.ee.admin.DeskUnavailable;
import org.gatepost.ee.admin.QueueAction;
import org.gatepost.ee.admin.QueueAdmin;
import org.gatepost.ee.admin.QueueFilter;
import org.gatepost.ee.admin.QueueRow;

/** The queue page: filters, the selection and what is about to be done to it. */
@Named
@ViewScoped
public class QueueView implements Serializable {

    private static final long serialVersionUID = 1L;
    private static final long COUNT_NANOS = 1_000_000_000;

    @EJB
    private QueueAdmin queue;

    @Inject
    private Desk desk;

    private final FilterText filter = new FilterText();
    private QueueRows rows;
    private List<QueueRow> selected = new ArrayList<>();
    private boolean allMatching;
    private final Proposal proposal = new Proposal();
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

    /** What stands in place of rows where there are none. */
    public String getEmptyMessage() {
        if (desk.isDatabaseDown()) {
            return "The database cannot be asked, so what is in the queue cannot be shown.";
        }
        return filter.filter().equals(QueueFilter.ALL) ? "The queue is empty. Mail that cannot be handed on at once, or is held, appears here." : "Nothing in the queue matches these filters.";
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

    /** The same as it is told: beyond what is counted, that it is more. */
    public String getMatchingText() {
        long count = getMatching();
        return count > QueueAdmin.COUNTED_MAX ? "more than " + Words.separated(QueueAdmin.COUNTED_MAX) : Words.separated(count);
    }

    /** How many an action would be done to; of more than that an action does that many. */
    public long getChosen() {
        return allMatching ? Math.min(getMatching(), QueueAdmin.ENTRIES_MAX) : selected.size();
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
        proposal.withdraw();
    }

    /** A row picked or dropped by hand means rows again, not all that match. */
    public void rowsChanged() {
        allMatching = false;
        selectionChanged();
    }

    public void propose(String action) {
        proposal.offer(QueueAction.valueOf(action), getChosen(), allMatching);
    }

    public Proposal getProposal() {
        return proposal;
    }

    /** Does what was proposed. */
    public void confirm() {
        boolean done = proposal.carryOut((action, why) -> action == QueueAction.REDIRECT && !allMatching
                ? queue.redirect(selected.stream().map(QueueRow::id).toList(), proposal.getTo(), why) : allMatching ? queue.toMatching(action, filter.filter(), why)
                : queue.toEntries(action, selected.stream().map(QueueRow::id).toList(), why));
        if (done) {
            countedAt = 0;
            allMatching = false;
            selected = new ArrayList<>();
        }
    }
}
