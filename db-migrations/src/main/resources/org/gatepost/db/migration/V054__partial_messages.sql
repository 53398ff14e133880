-- Messages that were sent in pieces (message/partial, RFC 2046 section 5.2.2): which parts of which are here.

CREATE TABLE partial_set (
    key         text        PRIMARY KEY,
    sender      text        NOT NULL,
    parts       int         CHECK (parts > 0),
    began_at    timestamptz NOT NULL DEFAULT now(),
    finished_at timestamptz,
    whole       uuid,
    reply       text,
    CHECK (num_nonnulls(whole, reply) = CASE WHEN finished_at IS NULL THEN 0 ELSE 1 END)
);
CREATE INDEX partial_set_unfinished ON partial_set (began_at) WHERE finished_at IS NULL;
CREATE INDEX partial_set_finished ON partial_set (finished_at) WHERE finished_at IS NOT NULL;
COMMENT ON TABLE  partial_set IS 'Messages of which parts are here, or were. Who changes one, or its parts, has the advisory lock of all.';
COMMENT ON COLUMN partial_set.key IS 'SHA-256, in hexadecimal digits, of the parts'' id and of the envelope they came with: channel, login, reverse-path, recipients.';
COMMENT ON COLUMN partial_set.sender IS 'Whose sets are counted: the channel, and the login or the reverse-path.';
COMMENT ON COLUMN partial_set.parts IS 'How many there are; null until a part that waits has said so.';
COMMENT ON COLUMN partial_set.began_at IS 'When the first came; what is not whole in time is returned to its sender.';
COMMENT ON COLUMN partial_set.finished_at IS 'When it was whole, and went on or was refused; null before. Kept as long again, so that a part that is sent again is known.';
COMMENT ON COLUMN partial_set.whole IS 'The message it went on as, perhaps not in the queue any more.';
COMMENT ON COLUMN partial_set.reply IS 'Why the whole was refused.';

CREATE TABLE partial_part (
    set_key    text   NOT NULL,
    part_no    int    NOT NULL CHECK (part_no > 0),
    message_id uuid   NOT NULL,
    body_at    bigint NOT NULL,
    octets     bigint NOT NULL,
    digest     text   NOT NULL,
    PRIMARY KEY (set_key, part_no)
);
COMMENT ON TABLE  partial_part IS 'Parts that wait for others, as messages whose copies are all held by Defragmentation (recipient.state_by). A part some of whose copies somebody released, returned or deleted is not here any more.';
COMMENT ON COLUMN partial_part.set_key IS 'Its partial_set.';
COMMENT ON COLUMN partial_part.part_no IS 'Which part it is, from 1.';
COMMENT ON COLUMN partial_part.message_id IS 'The message; perhaps not in the queue any more.';
COMMENT ON COLUMN partial_part.body_at IS 'Octets of its header section, with the empty line.';
COMMENT ON COLUMN partial_part.octets IS 'Octets behind it.';
COMMENT ON COLUMN partial_part.digest IS 'SHA-256 of those, in hexadecimal digits: a part that is sent again is known by it.';

COMMENT ON COLUMN queue_entry.return_requested_by IS 'Login of who asked for it to be returned, or ''rule'' and the name of the rule that does: its waiting recipients fail with a DSN as soon as a node looks, whatever its route waits for.';
