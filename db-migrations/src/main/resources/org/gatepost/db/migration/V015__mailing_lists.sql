-- Copies a mailing list sends on go out in its owner's name, so that problems are told him and not the sender.

ALTER TABLE queue_entry ADD COLUMN list_owner text;
COMMENT ON COLUMN queue_entry.list_owner IS 'The reverse-path of a mailing list''s copies (mgrpErrorsTo of the group), without angle brackets. Null: the message''s own.';
