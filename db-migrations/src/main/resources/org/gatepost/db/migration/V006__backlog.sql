-- What somebody wants returned waits for no next hop, so it is found apart from the routes: in an index of its own, which is empty most of the time,
-- and not in theirs. Entries are in one of the two or in none, so this costs those that nobody wants returned nothing but the look at one more column.
DROP INDEX queue_entry_route_due;
CREATE INDEX queue_entry_route_due ON queue_entry (channel, next_hop, due_at)
    WHERE incarnation IS NULL AND due_at IS NOT NULL AND return_requested_by IS NULL;
CREATE INDEX queue_entry_returned ON queue_entry (due_at) WHERE return_requested_by IS NOT NULL AND incarnation IS NULL;
COMMENT ON COLUMN queue_entry.return_requested_by IS 'Login of who asked for it to be returned: its waiting recipients fail with 5.0.0 and a DSN as soon as a node looks, whatever becomes of their next hop. Null: nobody.';

-- Only contents too large for a group commit are written before their message, so only of those can pieces be left without one. Their first pieces are
-- full: the sweep finds them by these, however much waits. Smaller contents, which are nearly all, are not in the index.
CREATE INDEX content_chunk_large ON content_chunk (stored_at, message_id) WHERE octet_length(octets) >= 262144;
DROP INDEX content_chunk_stored_at;
