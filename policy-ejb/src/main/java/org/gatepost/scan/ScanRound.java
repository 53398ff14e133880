package org.gatepost.scan;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.stream.Collectors;

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

    /** One question: an engine, and the copies it is asked about. */
    public record Asked(ScannerPolicy engine, List<ScanQuestion.Addressee> addressees) {
        public Asked {
            addressees = List.copyOf(addressees);
        }
    }

    /** Asks about a message that entered by {@code sourceChannel}: every engine of that channel, about all copies. Answers within {@link #ROUND_MAX}. */
    public ScanOutcome ask(List<ScannerPolicy> policies, ChannelName sourceChannel, ScanQuestion question) {
        return ask(policies.stream().filter(policy -> policy.sourceChannels().contains(sourceChannel)).map(policy -> new Asked(policy, question.recipients())).toList(), question,
                (engine, finding) -> false);
    }

    /**
     * Asks these questions side by side; answers within {@link #ROUND_MAX}. The question's own deadline is the most an engine has.
     *
     * @param question its addressees are all copies of the message
     * @param byScripts whether what that engine found is for scripts to judge, and refuses nothing by itself
     */
    public ScanOutcome ask(List<Asked> all, ScanQuestion question, BiPredicate<String, ScanFinding> byScripts) {
        return ask(all, Set.of(), question, byScripts).outcome();
    }

    /**
     * What came of a round.
     *
     * @param outcome of the engines that are meant
     * @param tried of each engine that is only tried, by its name, as if it were the only one
     */
    public record Result(ScanOutcome outcome, Map<String, ScanOutcome> tried) {
        public Result {
            tried = Map.copyOf(tried);
        }
    }

    /** The same, where the engines of the names {@code tried} are asked as all are, and what they say counts by itself alone. */
    public Result ask(List<Asked> all, Set<String> tried, ScanQuestion question, BiPredicate<String, ScanFinding> byScripts) {
        if (all.isEmpty()) {
            return new Result(ScanOutcome.Passed.UNASKED, Map.of());
        }
        List<Asked> asked = all.stream().filter(one -> !one.engine().isTooLarge(question.content().size())).toList();
        ScanTally meant = new ScanTally(question, byScripts);
        Map<String, ScanTally> apart = new HashMap<>();
        Function<Asked, ScanTally> tally = one -> tried.contains(one.engine().name()) ? apart.computeIfAbsent(one.engine().name(), name -> new ScanTally(question, byScripts)) : meant;
        all.stream().filter(one -> !asked.contains(one)).forEach(one -> tally.apply(one).unscanned(one.engine()));
        List<ScanAnswer> answers = sideBySide.askAll(asked.stream().map(one -> question(one.engine(), question.about(one.addressees()))).toList());
        for (int i = 0; i < asked.size(); i++) {
            tally.apply(asked.get(i)).count(asked.get(i), answers.get(i));
        }
        return new Result(meant.outcome(), apart.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, each -> each.getValue().outcome())));
    }

    private SideBySide.Question<ScanAnswer> question(ScannerPolicy policy, ScanQuestion question) {
        Duration most = GuardedScanner.least(question.deadline(), ROUND_MAX.minus(GRACE));
        Duration own = GuardedScanner.least(policy.deadline(), most);
        return new SideBySide.Question<>(() -> scanners.of(policy).ask(policy, question.within(own)), own.plus(GRACE), ScanAnswer::unavailable);
    }
}
