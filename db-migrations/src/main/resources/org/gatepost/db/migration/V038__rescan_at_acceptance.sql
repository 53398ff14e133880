-- Whose turn it is to be asked about again is found by an index, however much waits: the row is there from acceptance on.

ALTER TABLE rescan DROP CONSTRAINT rescan_asked_check;
ALTER TABLE rescan ADD CONSTRAINT rescan_asked_check CHECK (asked >= 0);
ALTER TABLE rescan ALTER COLUMN asked SET DEFAULT 0;
ALTER TABLE rescan ALTER COLUMN next_at SET DEFAULT now();
COMMENT ON TABLE  rescan IS 'Messages with copies held for an engine (recipient.state_by Rescan). A row goes when nobody of its message waits so any more, at the latest at its next turn.';
COMMENT ON COLUMN rescan.asked IS 'How often; pauses grow with it. 0: not yet.';
COMMENT ON COLUMN rescan.next_at IS 'Its next turn; until then the node that wrote it has the message. Where it was not asked about yet, when it came: its turn is the first pause later.';

CREATE INDEX rescan_first ON rescan (next_at) WHERE asked = 0;
CREATE INDEX rescan_again ON rescan (next_at) WHERE asked > 0;
INSERT INTO rescan (message_id, next_at)
    SELECT DISTINCT m.id, m.arrived_at FROM recipient r JOIN queue_entry e ON e.id = r.entry_id JOIN message m ON m.id = e.message_id
     WHERE r.state = 'held' AND r.state_by = 'Rescan' ON CONFLICT DO NOTHING;
DROP INDEX recipient_rescan;
