package org.gatepost.workbench.sieve;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import org.gatepost.sieve.language.SieveLimits;
import org.gatepost.sieve.reply.VacationReply;

/** Settings as a test script gives them; they hold from the next reload on. Not thread-safe. */
final class TestSettings {

    private static final long STEPS_A_SECOND = 5_000_000;

    private final Map<String, String> given = new TreeMap<>();
    private Map<String, String> holding = Map.of();

    void set(String name, String value) {
        given.put(name, value);
    }

    void unset(String name) {
        given.remove(name);
    }

    void reload() {
        holding = Map.copyOf(given);
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(holding.get(name)).map(String::strip);
    }

    Optional<String> text(String name, String olderName) {
        return text(name).or(() -> text(olderName));
    }

    boolean truth(String name, boolean otherwise) {
        return text(name).map(value -> value.equalsIgnoreCase("yes") || value.equalsIgnoreCase("true") || value.equals("1")).orElse(otherwise);
    }

    /** A size, such as 64k. */
    int number(String name, int otherwise) {
        return text(name).filter(value -> value.matches("\\d{1,9}\\s*[kKmM]?[bB]?")).map(value -> {
            int digits = Integer.parseInt(value.replaceAll("\\D", ""));
            return value.matches(".*[kK].*") ? digits << 10 : value.matches(".*[mM].*") ? digits << 20 : digits;
        }).orElse(otherwise);
    }

    SieveLimits limits() {
        SieveLimits limits = SieveLimits.DEFAULT;
        int variable = number("sieve_variables_max_variable_size", number("sieve_variables_max_value_size", limits.variableOctets()));
        return limits.withSteps(text("sieve_max_cpu_time").map(TestSettings::steps).orElse(limits.steps()))
                .withVariableOctets(Math.max(1, variable))
                .withActions(most("sieve_max_actions", limits.actions()), most("sieve_max_redirects", limits.redirects()),
                        most("sieve_notify_max_notifications", limits.notifications()))
                .withIncludes(number("sieve_include_max_nesting_depth", limits.includeDepth()), number("sieve_include_max_includes", limits.includes()))
                .withAddedFieldOctets(Math.max(1, number("sieve_editheader_max_header_size", limits.addedFieldOctets())));
    }

    /** In the public settings 0 stands for no limit. */
    private int most(String name, int otherwise) {
        int value = number(name, otherwise);
        return value == 0 && !name.endsWith("redirects") ? Integer.MAX_VALUE : value;
    }

    /** The engine counts steps, not seconds. */
    private static long steps(String time) {
        String digits = time.replaceAll("\\D", "");
        long amount = digits.isEmpty() || digits.length() > 9 ? 30 : Long.parseLong(digits);
        long seconds = time.contains("ms") ? Math.max(1, amount / 1000) : time.contains("m") ? amount * 60 : amount;
        return Math.max(1, seconds) * STEPS_A_SECOND;
    }

    VacationReply.Manner vacation() {
        VacationReply.Manner usual = VacationReply.Manner.DEFAULT;
        return new VacationReply.Manner(text("sieve_vacation_default_subject").orElse(usual.defaultSubject()),
                text("sieve_vacation_default_subject_template").orElse(usual.subjectTemplate()), truth("sieve_vacation_use_original_recipient", false),
                truth("sieve_vacation_check_recipient", !truth("sieve_vacation_dont_check_recipient", false)),
                truth("sieve_vacation_to_header_ignore_envelope", false), truth("sieve_vacation_send_from_recipient", false));
    }

    /** Whether a field is protected; the subject never is. @param act "forbid_add" or "forbid_delete" */
    boolean protects(String fieldName, String act) {
        if (fieldName.equalsIgnoreCase("Subject")) {
            return false;
        }
        for (String key : text("sieve_editheader_header").orElse("").split("\\s+")) {
            String name = text("sieve_editheader_header/" + key + "/name").orElse(key);
            if (name.equalsIgnoreCase(fieldName) && truth("sieve_editheader_header/" + key + '/' + act, false)) {
                return true;
            }
        }
        return text("sieve_editheader_protected").stream().flatMap(list -> java.util.Arrays.stream(list.split("\\s+"))).anyMatch(fieldName::equalsIgnoreCase)
                || text("sieve_editheader_" + act).stream().flatMap(list -> java.util.Arrays.stream(list.split("\\s+"))).anyMatch(fieldName::equalsIgnoreCase);
    }
}
