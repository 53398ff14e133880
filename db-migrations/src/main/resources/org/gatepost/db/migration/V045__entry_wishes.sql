-- What scripts want of the envelope of copies they send on.

ALTER TABLE queue_entry ADD COLUMN wishes text;
COMMENT ON COLUMN queue_entry.wishes IS 'What these copies'' envelope says instead of the message''s, because a script wants it so (RFC 6009): RET=HDRS, BY=120;R (from when the message arrived), or both with a space between. Null: the message''s own.';
