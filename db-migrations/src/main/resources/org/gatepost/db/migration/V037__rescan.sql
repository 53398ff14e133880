-- Accept now, ask the engine later: the third failure policy.

ALTER TABLE scanner DROP CONSTRAINT scanner_failure_policy_check;
ALTER TABLE scanner ADD CONSTRAINT scanner_failure_policy_check CHECK (failure_policy IN ('defer', 'accept', 'rescan'));
COMMENT ON COLUMN scanner.failure_policy IS 'When it cannot be asked or its answer is not understood: defer (451), accept (unscanned and so marked), or rescan (accepted, held, and asked about again until it answers).';

CREATE TABLE rescan (
    message_id uuid        PRIMARY KEY,
    asked      int         NOT NULL CHECK (asked > 0),
    next_at    timestamptz NOT NULL
);
COMMENT ON TABLE  rescan IS 'Messages with copies held for an engine (recipient.state_by Rescan) that were asked about again at least once. Forgotten a day after their last turn.';
COMMENT ON COLUMN rescan.message_id IS 'Perhaps not in the queue any more.';
COMMENT ON COLUMN rescan.asked IS 'How often; pauses grow with it.';
COMMENT ON COLUMN rescan.next_at IS 'Its next turn; until then the node that wrote it has the message.';

CREATE INDEX recipient_rescan ON recipient (entry_id) WHERE state = 'held' AND state_by = 'Rescan';
