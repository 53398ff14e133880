package org.gatepost.sieve.language;

/**
 * How much of everything one script, and one run of it, may take.
 *
 * @param scriptOctets source of a script
 * @param nesting blocks and tests within one another
 * @param arguments of one command or test
 * @param stringOctets a string of the source, and one made by a run
 * @param errors told of one script; what comes after is counted as one more
 * @param steps commands, tests and compared pieces of a run
 * @param memoryOctets of all variables of a run
 * @param variables different ones of a run
 * @param variableOctets one of them; what is longer is cut at a character
 * @param actions of a run
 * @param redirects of a run
 * @param notifications of a run
 * @param includeDepth scripts included within one another
 * @param includes scripts included by one run
 * @param addedFieldOctets a header field that a script adds, its name counted
 * @param regexOctets one regular expression
 * @param loops {@code foreverypart} within one another, those of included scripts counted
 */
public record SieveLimits(int scriptOctets, int nesting, int arguments, int stringOctets, int errors, long steps, int memoryOctets, int variables,
        int variableOctets, int actions, int redirects, int notifications, int includeDepth, int includes, int addedFieldOctets, int regexOctets, int loops) {

    public static final SieveLimits DEFAULT = new SieveLimits(1 << 20, 32, 32, 1 << 20, 100, 1_000_000, 4 << 20, 1000,
            64 << 10, 32, 4, 8, 10, 255, 2048, 4096, 4);

    /** Octets of the texts one run puts into bodies or round messages: they lie with each copy. */
    public static final int BODY_OCTETS_MAX = 64 << 10;

    public SieveLimits {
        if (scriptOctets < 1 || nesting < 1 || arguments < 1 || stringOctets < 1 || errors < 1 || steps < 1 || memoryOctets < 1 || variables < 1
                || variableOctets < 1 || actions < 1 || redirects < 0 || notifications < 0 || includeDepth < 0 || includes < 0 || addedFieldOctets < 1
                || regexOctets < 1 || loops < 1) {
            throw new IllegalArgumentException("a limit of Sieve scripts is below its least value");
        }
    }

    public SieveLimits withScriptOctets(int value) {
        return new SieveLimits(value, nesting, arguments, stringOctets, errors, steps, memoryOctets, variables, variableOctets, actions, redirects,
                notifications, includeDepth, includes, addedFieldOctets, regexOctets, loops);
    }

    public SieveLimits withStringOctets(int value) {
        return new SieveLimits(scriptOctets, nesting, arguments, value, errors, steps, memoryOctets, variables, variableOctets, actions, redirects,
                notifications, includeDepth, includes, addedFieldOctets, regexOctets, loops);
    }

    public SieveLimits withSteps(long value) {
        return new SieveLimits(scriptOctets, nesting, arguments, stringOctets, errors, value, memoryOctets, variables, variableOctets, actions, redirects,
                notifications, includeDepth, includes, addedFieldOctets, regexOctets, loops);
    }

    public SieveLimits withMemoryOctets(int value) {
        return new SieveLimits(scriptOctets, nesting, arguments, stringOctets, errors, steps, value, variables, variableOctets, actions, redirects,
                notifications, includeDepth, includes, addedFieldOctets, regexOctets, loops);
    }

    public SieveLimits withVariables(int value) {
        return new SieveLimits(scriptOctets, nesting, arguments, stringOctets, errors, steps, memoryOctets, value, variableOctets, actions, redirects,
                notifications, includeDepth, includes, addedFieldOctets, regexOctets, loops);
    }

    public SieveLimits withVariableOctets(int value) {
        return new SieveLimits(scriptOctets, nesting, arguments, stringOctets, errors, steps, memoryOctets, variables, value, actions, redirects,
                notifications, includeDepth, includes, addedFieldOctets, regexOctets, loops);
    }

    public SieveLimits withActions(int mostActions, int mostRedirects, int mostNotifications) {
        return new SieveLimits(scriptOctets, nesting, arguments, stringOctets, errors, steps, memoryOctets, variables, variableOctets, mostActions,
                mostRedirects, mostNotifications, includeDepth, includes, addedFieldOctets, regexOctets, loops);
    }

    public SieveLimits withIncludes(int deepest, int most) {
        return new SieveLimits(scriptOctets, nesting, arguments, stringOctets, errors, steps, memoryOctets, variables, variableOctets, actions, redirects,
                notifications, deepest, most, addedFieldOctets, regexOctets, loops);
    }

    public SieveLimits withAddedFieldOctets(int value) {
        return new SieveLimits(scriptOctets, nesting, arguments, stringOctets, errors, steps, memoryOctets, variables, variableOctets, actions, redirects,
                notifications, includeDepth, includes, value, regexOctets, loops);
    }
}
