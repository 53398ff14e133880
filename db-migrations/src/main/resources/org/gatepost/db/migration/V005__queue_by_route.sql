-- Entries are claimed by route, so that no route's backlog stands before another's.
CREATE INDEX queue_entry_route_due ON queue_entry (channel, next_hop, due_at) WHERE incarnation IS NULL AND due_at IS NOT NULL;
DROP INDEX queue_entry_due;
