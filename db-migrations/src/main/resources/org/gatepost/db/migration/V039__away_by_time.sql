-- What a filter has is looked at every few seconds: what is overdue and what was tried often is found by an index, however much is away or waits. Entries and
-- copies that go through no filter are in neither.

CREATE INDEX queue_entry_through ON queue_entry (channel, attempts) WHERE starts_with(next_hop, '>') AND due_at IS NOT NULL AND return_requested_by IS NULL;
-- "handed over at" with a time of fixed width, which is in the order of its octets.
CREATE INDEX recipient_hop_wait ON recipient (state_text COLLATE "C") WHERE state = 'held' AND state_by = 'HopWait';
