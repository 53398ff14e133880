-- What scripts make of single copies, and what they remember.

ALTER TABLE queue_entry ADD COLUMN header_edits text;
COMMENT ON COLUMN queue_entry.header_edits IS 'The declared edits of this entry''s copies where a script made them others than the message''s, in the form of message.header_edits. Null: the message''s own.';
COMMENT ON COLUMN queue_entry.list_owner IS 'The reverse-path of these copies, without angle brackets: a mailing list''s owner (mgrpErrorsTo of the group), or empty for copies nobody is to hear of (journal). Null: the message''s own.';

CREATE TABLE script_memory (
    owner text        NOT NULL,
    kind  text        NOT NULL CHECK (kind IN ('vacation', 'duplicate', 'notice')),
    key   text        NOT NULL,
    until timestamptz NOT NULL,
    PRIMARY KEY (owner, kind, key)
);
CREATE INDEX script_memory_until ON script_memory (until);
COMMENT ON TABLE  script_memory IS 'What users'' scripts remember, written with the message that made them.';
COMMENT ON COLUMN script_memory.owner IS 'The user''s primary address, in lower case.';
COMMENT ON COLUMN script_memory.kind IS 'vacation: whom it answered; duplicate: which messages it saw; notice: that its owner was told what is wrong in it.';
COMMENT ON COLUMN script_memory.key IS 'SHA-256 of what is remembered, in hexadecimal digits.';
COMMENT ON COLUMN script_memory.until IS 'How long; afterwards it is swept.';
