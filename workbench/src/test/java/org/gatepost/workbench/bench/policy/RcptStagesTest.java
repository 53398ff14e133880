package org.gatepost.workbench.bench.policy;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import org.gatepost.smtp.listener.Decision;
import org.junit.jupiter.api.Test;

class RcptStagesTest {

    @Test
    void theRecipientThatIsMeasuredIsTakenWithTablesOfEveryShape() {
        RcptStages stages = new RcptStages();
        stages.entries = 20;
        stages.openTransaction();
        assertInstanceOf(Decision.Proceed.class, stages.rcpt());
    }
}
