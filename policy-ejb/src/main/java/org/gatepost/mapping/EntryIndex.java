package org.gatepost.mapping;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.gatepost.smtp.protocol.IpAddress;
import org.gatepost.smtp.protocol.IpRange;

/**
 * Which entries of a table a probe could match. Each entry is kept under one thing a probe must have for it to match: the word of its pattern that the
 * fewest others have, or the range of an address; where many have that, {@link EntryKeys#GRAM a few characters} in a row; those that have nothing are always tried.
 * Never leaves out an entry that would match. Immutable.
 */
final class EntryIndex {

    /** Below this, looking in the index costs more than trying all. */
    private static final int WORTH_IT = 8;
    /** So many entries under one key are tried without looking for a better one. */
    private static final int FEW = 16;
    private static final int[] NONE = {};

    private final int[] all;
    private final int[] always;
    private final Map<String, int[]> byWord = new HashMap<>();
    private final Map<Long, int[]> byGram = new HashMap<>();
    private final AddressTree byAddress = new AddressTree();

    EntryIndex(List<Pattern> patterns) {
        all = new int[patterns.size()];
        Arrays.setAll(all, i -> i);
        Map<Object, List<Integer>> files = new HashMap<>();
        List<Integer> others = new ArrayList<>();
        if (all.length >= WORTH_IT) {
            file(patterns, files, others);
        }
        always = array(others);
        files.forEach((key, entries) -> {
            switch (key) {
                case String word -> byWord.put(word, array(entries));
                case Long gram -> byGram.put(gram, array(entries));
                default -> entries.forEach(entry -> byAddress.add((IpRange) key, entry));
            }
        });
    }

    private static void file(List<Pattern> patterns, Map<Object, List<Integer>> files, List<Integer> others) {
        List<Set<Object>> keys = patterns.stream().map(EntryKeys::wordsAndRanges).toList();
        Map<Object, Integer> commonness = commonness(keys);
        // Only for those that need them: a pattern has ten times as many of these as words.
        List<Set<Object>> grams = new ArrayList<>();
        for (int i = 0; i < patterns.size(); i++) {
            Optional<Object> rarest = rarest(keys.get(i), commonness);
            grams.add(rarest.isPresent() && commonness.get(rarest.get()) <= FEW ? Set.of() : EntryKeys.grams(patterns.get(i)));
        }
        commonness.putAll(commonness(grams));
        for (int i = 0; i < patterns.size(); i++) {
            Set<Object> both = new LinkedHashSet<>(keys.get(i));
            both.addAll(grams.get(i));
            Optional<Object> rarest = rarest(both, commonness);
            (rarest.isEmpty() ? others : files.computeIfAbsent(rarest.get(), none -> new ArrayList<>())).add(i);
        }
    }

    private static Map<Object, Integer> commonness(List<Set<Object>> keys) {
        Map<Object, Integer> commonness = new HashMap<>();
        keys.forEach(entry -> entry.forEach(key -> commonness.merge(key, 1, Integer::sum)));
        return commonness;
    }

    private static Optional<Object> rarest(Set<Object> keys, Map<Object, Integer> commonness) {
        return keys.stream().min(Comparator.comparing(commonness::get));
    }

    private static int[] array(List<Integer> list) {
        return list.stream().mapToInt(Integer::intValue).toArray();
    }

    /** All of them, in their order. */
    int[] all() {
        return all.clone();
    }

    /** Those that could match, in their order, and perhaps some that do not. */
    int[] candidates(Probe probe) {
        if (all.length < WORTH_IT) {
            return all;
        }
        Gathered gathered = new Gathered(always);
        if (!byWord.isEmpty()) {
            for (String word : probe.words()) {
                gathered.add(byWord.getOrDefault(word, NONE));
            }
        }
        if (!byGram.isEmpty()) {
            EntryKeys.forEachGram(probe.folded(), gram -> gathered.add(byGram.getOrDefault(gram, NONE)));
        }
        if (!byAddress.isEmpty()) {
            for (IpAddress address : probe.addresses()) {
                byAddress.find(address, gathered::add);
            }
        }
        return gathered.inOrder();
    }

    /** Numbers of entries as they are found. */
    private static final class Gathered {

        private int[] numbers;
        private int count;

        private Gathered(int[] always) {
            numbers = Arrays.copyOf(always, always.length + 16);
            count = always.length;
        }

        private void add(int number) {
            if (count == numbers.length) {
                numbers = Arrays.copyOf(numbers, 2 * count);
            }
            numbers[count++] = number;
        }

        private void add(int[] more) {
            for (int number : more) {
                add(number);
            }
        }

        /** An address that stands in the probe twice has found its entries twice; they are tried once. */
        private int[] inOrder() {
            int[] sorted = Arrays.copyOf(numbers, count);
            Arrays.sort(sorted);
            int kept = 0;
            for (int i = 0; i < count; i++) {
                if (kept == 0 || sorted[i] != sorted[kept - 1]) {
                    sorted[kept++] = sorted[i];
                }
            }
            return Arrays.copyOf(sorted, kept);
        }
    }
}
