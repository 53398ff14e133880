package org.gatepost.ee.store;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import org.gatepost.channel.ChannelKeywords;

/** Since when what a policy only tries has been on trial, without a version between that meant it; for the operator who has forgotten it. */
public final class TrialSince {

    private TrialSince() {
    }

    /**
     * A version that once began to decide.
     *
     * @param keywords of its channels, by their names
     */
    public record Decided(Instant at, Map<String, String> keywords) {

        private boolean tries(String channel, String word) {
            try {
                return ChannelKeywords.parse(keywords.getOrDefault(channel, "")).service().trial().words().contains(word);
            } catch (IllegalArgumentException e) {
                // It never compiled, and the one before went on deciding.
                return true;
            }
        }
    }

    /**
     * One line: each channel, and each of its words with the time.
     *
     * @param tried words by channel
     * @param decided the versions that have decided, the latest first; as far back as anybody looks
     */
    static String text(Map<String, List<String>> tried, List<Decided> decided) {
        return tried.entrySet().stream().map(each -> each.getKey() + ": " + each.getValue().stream()
                .map(word -> word + since(each.getKey(), word, decided).map(at -> " since " + at).orElse("")).collect(Collectors.joining(", "))).collect(Collectors.joining("; "));
    }

    private static Optional<Instant> since(String channel, String word, List<Decided> decided) {
        Optional<Instant> since = Optional.empty();
        for (Decided version : decided) {
            if (!version.tries(channel, word)) {
                break;
            }
            since = Optional.of(version.at());
        }
        return since;
    }
}
