package org.gatepost.scan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.gatepost.mail.ChannelName;
import org.gatepost.scan.ScannerPolicy.OnFailure;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.smtp.spool.MessageContent;
import org.gatepost.stage.SideBySide;

/**
 * Asks every engine that a source channel names, side by side, and says what follows. An engine's failure policy counts both where it could not be
 * asked and where it was asked and could not look (too large for it, encrypted). Safe for use by many threads.
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

    /** Asks about a content that entered by {@code sourceChannel}; answers within {@link #ROUND_MAX}. */
    public ScanOutcome ask(List<ScannerPolicy> policies, ChannelName sourceChannel, MessageContent content) {
        List<ScannerPolicy> concerned = policies.stream().filter(policy -> policy.sourceChannels().contains(sourceChannel)).toList();
        if (concerned.isEmpty()) {
            return new ScanOutcome.Passed(Set.of(), Map.of());
        }
        List<ScanVerdict> answers = sideBySide.askAll(concerned.stream().map(policy -> question(policy, content)).toList());
        return judge(concerned, answers);
    }

    private SideBySide.Question<ScanVerdict> question(ScannerPolicy policy, MessageContent content) {
        Duration own = GuardedScanner.least(policy.deadline(), ROUND_MAX.minus(GRACE));
        return new SideBySide.Question<>(() -> scanners.of(policy).ask(policy, content, own), own.plus(GRACE), ScanVerdict.Unavailable::new);
    }

    private static ScanOutcome judge(List<ScannerPolicy> concerned, List<ScanVerdict> answers) {
        Map<String, ScanVerdict> verdicts = new LinkedHashMap<>();
        List<String> infections = new ArrayList<>();
        List<String> deferring = new ArrayList<>();
        Set<String> marks = new LinkedHashSet<>();
        for (int i = 0; i < answers.size(); i++) {
            ScannerPolicy policy = concerned.get(i);
            verdicts.put(policy.name(), answers.get(i));
            switch (answers.get(i)) {
                case ScanVerdict.Clean() -> {
                }
                case ScanVerdict.Spam spam -> marks.add("spam:" + policy.name());
                case ScanVerdict.Infected(List<String> names) -> infections.addAll(names);
                case ScanVerdict.Unscannable(String why) -> unscanned(policy, why, deferring, marks);
                case ScanVerdict.Unavailable(String why) -> unscanned(policy, why, deferring, marks);
            }
        }
        if (!infections.isEmpty()) {
            return new ScanOutcome.Refused(Replies.infected(infections), "infected: " + String.join(", ", infections), verdicts);
        }
        if (!deferring.isEmpty()) {
            return new ScanOutcome.Deferred(Replies.SCANNER_UNAVAILABLE, String.join("; ", deferring), verdicts);
        }
        return new ScanOutcome.Passed(marks, verdicts);
    }

    private static void unscanned(ScannerPolicy policy, String why, List<String> deferring, Set<String> marks) {
        if (policy.onFailure() == OnFailure.DEFER) {
            deferring.add(policy.name() + ": " + why);
        } else {
            marks.add("unscanned:" + policy.name());
        }
    }
}
