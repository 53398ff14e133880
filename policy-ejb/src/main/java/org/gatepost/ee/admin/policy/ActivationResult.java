package org.gatepost.ee.admin.policy;

import java.util.List;

/** What came of activating a version or rolling back. */
public sealed interface ActivationResult {

    /** It decides; each node takes it up within a second. */
    record Activated(long version, long replaced) implements ActivationResult {
    }

    /** It decided already. */
    record AlreadyActive(long version) implements ActivationResult {
    }

    /** It does not compile: the version before decides on. */
    record Refused(long version, List<String> errors) implements ActivationResult {
        public Refused {
            errors = List.copyOf(errors);
        }
    }

    /** There is no such version, none to go back to, or another decides than who asks was shown. */
    record NotThere(String what) implements ActivationResult {
    }
}
