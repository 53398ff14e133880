package org.gatepost.ee.store;

import java.util.List;

import org.gatepost.gate.PolicySnapshot;

/** What came of compiling a policy version. */
public sealed interface CompiledPolicy {

    record Good(PolicySnapshot snapshot) implements CompiledPolicy {
    }

    /** Each line names a row and a column, and what is wrong there. */
    record Bad(List<String> errors) implements CompiledPolicy {
        public Bad {
            errors = List.copyOf(errors);
        }
    }
}
