package org.gatepost.dryrun;

import java.util.List;

import org.gatepost.gate.GateWatch.CopyTold;
import org.gatepost.gate.GateWatch.StageTold;
import org.gatepost.mapping.EntryTried;
import org.gatepost.mapping.Flags;
import org.gatepost.mapping.MappingAnswer;

/**
 * One step of a session: what the client said, what it was told, and how that came about.
 *
 * @param said the command; of AUTH no more than the mechanism. Empty for the greeting
 * @param reply its lines as they were sent
 * @param stages that were asked, in their order
 * @param probes of mapping tables, in their order
 * @param copies a recipient that was taken leads to
 * @param skipped members and forwardings that get no copy, each with its reason
 */
public record Step(String said, List<String> reply, List<StageTold> stages, List<Probe> probes, List<CopyTold> copies, List<String> skipped) {

    /** A question to a mapping table, and every entry that was tried for it. */
    public record Probe(String table, String probe, Flags flags, MappingAnswer answer, List<EntryTried> tried) {
        public Probe {
            tried = List.copyOf(tried);
        }
    }

    public Step {
        reply = List.copyOf(reply);
        stages = List.copyOf(stages);
        probes = List.copyOf(probes);
        copies = List.copyOf(copies);
        skipped = List.copyOf(skipped);
    }

    /** The reply's code. */
    public String code() {
        return reply.isEmpty() ? "" : reply.getLast().substring(0, Math.min(3, reply.getLast().length()));
    }
}
