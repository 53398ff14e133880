package org.gatepost.admin.queue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.gatepost.ee.admin.DeskUnavailable;
import org.gatepost.ee.admin.QueueAdmin;
import org.gatepost.ee.admin.QueueFilter;
import org.gatepost.ee.admin.QueueRow;
import org.gatepost.ee.admin.QueueSort;
import org.primefaces.model.FilterMeta;
import org.primefaces.model.LazyDataModel;
import org.primefaces.model.SortMeta;

/** The queue a page at a time. Remembers the rows it has shown, so that a selection made on one page is known on the next. */
public class QueueRows extends LazyDataModel<QueueRow> {

    private static final long serialVersionUID = 1L;
    private static final int REMEMBERED_MAX = 5000;

    private final QueueAdmin queue;
    private final FilterText filter;
    private final Map<String, QueueRow> shown = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, QueueRow> eldest) {
            return size() > REMEMBERED_MAX;
        }
    };

    QueueRows(QueueAdmin queue, FilterText filter) {
        this.queue = queue;
        this.filter = filter;
    }

    @Override
    public int count(Map<String, FilterMeta> unused) {
        try {
            return (int) Math.min(Integer.MAX_VALUE, queue.count(meant()));
        } catch (DeskUnavailable e) {
            return 0;
        }
    }

    @Override
    public List<QueueRow> load(int first, int pageSize, Map<String, SortMeta> sortBy, Map<String, FilterMeta> unused) {
        QueueSort sort = QueueSort.NEED;
        boolean descending = false;
        for (SortMeta meta : sortBy.values()) {
            sort = sort(meta.getField());
            descending = meta.getOrder().isDescending();
        }
        try {
            List<QueueRow> rows = queue.find(meant(), sort, descending, first, pageSize);
            rows.forEach(row -> shown.put(getRowKey(row), row));
            return rows;
        } catch (DeskUnavailable e) {
            return List.of();
        }
    }

    private QueueFilter meant() {
        return filter.filter();
    }

    private static QueueSort sort(String field) {
        return switch (field) {
            case "arrived" -> QueueSort.AGE;
            case "sender" -> QueueSort.SENDER;
            case "channel" -> QueueSort.DESTINATION;
            case "octets" -> QueueSort.SIZE;
            case "attempts" -> QueueSort.ATTEMPTS;
            case "due" -> QueueSort.DUE;
            default -> QueueSort.NEED;
        };
    }

    @Override
    public String getRowKey(QueueRow row) {
        return row.id().toString();
    }

    @Override
    public QueueRow getRowData(String rowKey) {
        return shown.get(rowKey);
    }
}
