package org.gatepost.gate;

import java.util.Optional;

import org.gatepost.mapping.Flags;
import org.gatepost.mapping.MappingAnswer;
import org.gatepost.mapping.Mappings;
import org.gatepost.mapping.access.LogAction;
import org.gatepost.trace.TraceEvent;

/** Asks the mapping table LOG_ACTION about what happened: its routines do what is to be done, and {@code $<} writes a line into the server's log. Safe for use by many threads. */
public final class LogActions {

    private final AccessTables tables;
    private final PolicySource policy;

    LogActions(AccessTables tables, PolicySource policy) {
        this.tables = tables;
        this.policy = policy;
    }

    /** Takes as long as what the table asks. What cannot be asked is told in the log, and nothing else comes of it. */
    public void act(TraceEvent event) {
        Optional<Mappings> mappings = tables.having(LogAction.TABLE, policy.current());
        if (mappings.isEmpty()) {
            return;
        }
        switch (mappings.get().ask(LogAction.TABLE, LogAction.probe(event), Flags.NONE)) {
            case MappingAnswer.Mapped(String output, Flags flags) -> {
                if (flags.has('<')) {
                    TableLog.write(LogAction.TABLE, output);
                }
            }
            case MappingAnswer.NoMatch none -> { }
            case MappingAnswer.Unavailable(String why) -> TableLog.write(LogAction.TABLE, "could not be asked: " + why);
        }
    }
}
