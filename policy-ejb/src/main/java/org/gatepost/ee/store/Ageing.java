package org.gatepost.ee.store;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import org.gatepost.dsn.Backscatter;
import org.gatepost.ee.settings.QuarantineSettings;
import org.gatepost.gate.PolicySnapshot;

/** Everything that is held until it is too old, each kind by its own setting: reports for review, what scripts threw away, the kinds of quarantine. */
public final class Ageing {

    private final Transactions transactions;
    private final String node;

    /** @param node whose name stands in the trace */
    public Ageing(Transactions transactions, String node) {
        this.transactions = transactions;
        this.node = node;
    }

    /**
     * Discards what is older, in transactions of at most a thousand entries; how many entries, by the rule they were held by, of rules that held any.
     *
     * @param discarded how long what scripts threw away is kept; absent: none is
     */
    public Map<String, Integer> run(int reviewDays, Optional<Duration> discarded, QuarantineSettings quarantine) {
        Map<String, Integer> gone = new LinkedHashMap<>();
        whole(Backscatter.RULE, connection -> ReviewRows.ageOut(connection, node, reviewDays), gone);
        discarded.ifPresent(age -> byAge(PolicySnapshot.FILTER_DISCARD.value(), age, gone));
        quarantine.kept().forEach((kind, age) -> byAge(kind.rule(), age, gone));
        return gone;
    }

    private void byAge(String rule, Duration age, Map<String, Integer> gone) {
        whole(rule, connection -> AgedCopies.ageOut(connection, node, rule, age, Optional.empty()), gone);
    }

    private void whole(String rule, SqlWork<Integer> part, Map<String, Integer> gone) {
        for (int entries = transactions.inOne(part); entries > 0; entries = transactions.inOne(part)) {
            gone.merge(rule, entries, Integer::sum);
        }
    }
}
