package org.gatepost.gate;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import org.gatepost.mapping.ProbeWatch;
import org.gatepost.smtp.protocol.Reply;

/** Port: is told what a gate does while it judges: each stage that is asked, each probe of a mapping table, each recipient that is taken. For a dry run. */
public interface GateWatch extends ProbeWatch {

    /** What a stage said. */
    enum Said {
        PASSES, DEFERS, REFUSES, HANGS_UP
    }

    /**
     * A stage was asked.
     *
     * @param reply what it would answer; empty where it passes
     * @param reason why, in the words of the trace; empty where it passes
     * @param sourceChannel as it is behind this stage
     */
    record StageTold(String stage, Said said, Optional<Reply> reply, String reason, Optional<String> sourceChannel) {
    }

    /**
     * A copy that follows from a recipient.
     *
     * @param channel its destination channel
     * @param nextHop of its route: the domain it is for, or the channel's name where that leads to one place
     * @param octetsMax greatest message it may be
     * @param held why it would be kept back, where it would
     */
    record CopyTold(String address, String channel, String nextHop, OptionalLong octetsMax, Optional<String> held) {
    }

    void stage(StageTold told);

    /** @param skipped members and forwardings that get no copy, each with its reason */
    void recipient(String presented, List<CopyTold> copies, List<String> skipped);
}
