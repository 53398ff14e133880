package org.gatepost.trace;

/** Port: takes trace events that no transaction carries. Never waits: when it cannot keep up, events are counted and dropped. */
@FunctionalInterface
public interface TraceLog {

    void record(TraceEvent event);
}
