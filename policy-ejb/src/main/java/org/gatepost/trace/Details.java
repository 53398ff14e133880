package org.gatepost.trace;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;

/**
 * The details of an event, in the order they were added. An event gets a dozen of them one by one, each time as a new value: an array of names and
 * values is copied for next to nothing, a hash table for more than all the rest of the event costs. Immutable.
 */
final class Details extends AbstractMap<String, Object> {

    static final Details NONE = new Details(new Object[0]);

    /** Names and values in turn. */
    private final Object[] pairs;

    private Details(Object[] pairs) {
        this.pairs = pairs;
    }

    static Details of(Map<String, Object> map) {
        if (map instanceof Details already) {
            return already;
        }
        Details details = NONE;
        for (Map.Entry<String, Object> entry : map.entrySet()) {
            details = details.with(entry.getKey(), entry.getValue());
        }
        return details;
    }

    /** One more, or another value in the old one's place. */
    Details with(String name, Object value) {
        int at = indexOf(name);
        Object[] more = Arrays.copyOf(pairs, at < 0 ? pairs.length + 2 : pairs.length);
        int place = at < 0 ? pairs.length : at;
        more[place] = name;
        more[place + 1] = value;
        return new Details(more);
    }

    private int indexOf(Object name) {
        for (int i = 0; i < pairs.length; i += 2) {
            if (pairs[i].equals(name)) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public Object get(Object name) {
        int at = indexOf(name);
        return at < 0 ? null : pairs[at + 1];
    }

    @Override
    public boolean containsKey(Object name) {
        return indexOf(name) >= 0;
    }

    @Override
    public int size() {
        return pairs.length / 2;
    }

    @Override
    public Set<Map.Entry<String, Object>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public int size() {
                return Details.this.size();
            }

            @Override
            public Iterator<Map.Entry<String, Object>> iterator() {
                return new Entries();
            }
        };
    }

    private final class Entries implements Iterator<Map.Entry<String, Object>> {

        private int next;

        @Override
        public boolean hasNext() {
            return next < pairs.length;
        }

        @Override
        public Map.Entry<String, Object> next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            next += 2;
            return new SimpleImmutableEntry<>((String) pairs[next - 2], pairs[next - 1]);
        }
    }
}
