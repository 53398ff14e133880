package org.gatepost.throttle;

import java.time.Instant;

/** The ledger of a node that is alone. */
class MemoryLedgerTest extends ThrottleLedgerContract {

    private final ThrottleLedger ledger = new MemoryLedger(() -> Instant.parse("2026-01-01T00:00:00Z"));

    @Override
    protected ThrottleLedger ledger() {
        return ledger;
    }

    @Override
    protected ThrottleLedger sameLedgerElsewhere() {
        return ledger;
    }

    @Override
    protected int entriesMax(int ofTable) {
        return ofTable;
    }
}
