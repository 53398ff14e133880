package org.gatepost.sieve.language;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The scripts that lie between the first one and the one being read, and those that have been read (RFC 6609 3.2). Not thread-safe. */
final class Inclusion {

    private final ScriptLibrary library;
    private final List<String> open = new ArrayList<>();
    private final Map<String, SieveScript> read = new HashMap<>();

    Inclusion(ScriptLibrary library) {
        this.library = library;
    }

    ScriptLibrary library() {
        return library;
    }

    boolean isOpen(String key) {
        return open.contains(key);
    }

    int depth() {
        return open.size();
    }

    void enter(String key) {
        open.add(key);
    }

    void leave() {
        open.remove(open.size() - 1);
    }

    Map<String, SieveScript> read() {
        return read;
    }
}
