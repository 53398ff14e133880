package org.gatepost.scan;

import java.time.Duration;
import java.util.List;

import org.gatepost.mail.ChannelName;
import org.gatepost.stage.SideBySide;

/**
 * Asks every engine that a source channel names, side by side, and says what follows. An engine's failure policy counts both where it could not be
 * asked and where it was asked and could not look (encrypted, too large for it); what is larger than policy lets it see passes, and is marked. Safe for use
 * by many threads.
 */
public final class ScanRound {

    /** All engines together; each has its own deadline within it. */
    public static final Duration ROUND_MAX = Duration.ofSeconds(60);
    /** What an engine's adapter has to close its socket and say why, before it is given up. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final SideBySide sideBySide;
    private final Scanners scanners;

    public ScanRound(SideBySide sideBySide, Scanners scanners) {
        this.sideBySide = sideBySide;
        this.scanners = scanners;
    }

    /** Whether any engine is asked about what enters by that channel. */
    public static boolean concerns(List<ScannerPolicy> policies, ChannelName sourceChannel) {
        for (ScannerPolicy policy : policies) {
            if (policy.sourceChannels().contains(sourceChannel)) {
                return true;
            }
        }
        return false;
    }

    /** Asks about a message that entered by {@code sourceChannel}; answers within {@link #ROUND_MAX}. The question's own deadline is the most an engine has. */
    public ScanOutcome ask(List<ScannerPolicy> policies, ChannelName sourceChannel, ScanQuestion question) {
        if (!concerns(policies, sourceChannel)) {
            return ScanOutcome.Passed.UNASKED;
        }
        List<ScannerPolicy> concerned = policies.stream().filter(policy -> policy.sourceChannels().contains(sourceChannel)).toList();
        List<ScannerPolicy> asked = concerned.stream().filter(policy -> !policy.isTooLarge(question.content().size())).toList();
        ScanTally tally = new ScanTally(question);
        concerned.stream().filter(policy -> !asked.contains(policy)).forEach(tally::unscanned);
        List<ScanAnswer> answers = sideBySide.askAll(asked.stream().map(policy -> question(policy, question)).toList());
        for (int i = 0; i < asked.size(); i++) {
            tally.count(asked.get(i), answers.get(i));
        }
        return tally.outcome();
    }

    private SideBySide.Question<ScanAnswer> question(ScannerPolicy policy, ScanQuestion question) {
        Duration most = GuardedScanner.least(question.deadline(), ROUND_MAX.minus(GRACE));
        Duration own = GuardedScanner.least(policy.deadline(), most);
        return new SideBySide.Question<>(() -> scanners.of(policy).ask(policy, question.within(own)), own.plus(GRACE), ScanAnswer::unavailable);
    }
}
