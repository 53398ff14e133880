-- What users are told of their mail in quarantine, and what makes the links by which they release it.

CREATE TABLE digest_key (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    key bytea   NOT NULL CHECK (octet_length(key) >= 32)
);
INSERT INTO digest_key (key) VALUES (uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()));
COMMENT ON TABLE  digest_key IS 'The key of the codes in links of digests. One row, made here; another key, read at the next start of a node, makes all links that are out useless.';
COMMENT ON COLUMN digest_key.one IS 'Always true: there is one row.';
COMMENT ON COLUMN digest_key.key IS 'Random octets of three random UUIDs.';

CREATE TABLE digest_run (
    day         date        PRIMARY KEY,
    node        text        NOT NULL,
    lease_until timestamptz NOT NULL,
    finished_at timestamptz
);
COMMENT ON TABLE  digest_run IS 'A day on which digests are sent, and the one node that does it. Kept for 30 days.';
COMMENT ON COLUMN digest_run.day IS 'By GATEPOST_DIGEST_ZONE.';
COMMENT ON COLUMN digest_run.node IS 'Who does it, or did.';
COMMENT ON COLUMN digest_run.lease_until IS 'Until then it is that node''s alone; afterwards, where it is not finished, whoever comes first goes on.';
COMMENT ON COLUMN digest_run.finished_at IS 'When everybody was told; null before.';

CREATE TABLE digest (
    address text PRIMARY KEY,
    day     date NOT NULL,
    node    text NOT NULL
);
COMMENT ON TABLE  digest IS 'Who got a digest when: nobody gets two on a day. Written in the transaction that makes the message; kept for 30 days.';
COMMENT ON COLUMN digest.address IS 'The user''s primary address, in lower case.';
COMMENT ON COLUMN digest.day IS 'The last one''s.';
COMMENT ON COLUMN digest.node IS 'Who wrote it.';

ALTER TABLE recipient ADD COLUMN told_at timestamptz;
COMMENT ON COLUMN recipient.told_at IS 'When its user was told by a digest that it is in quarantine; null before.';
CREATE INDEX recipient_untold ON recipient (address) WHERE state = 'held' AND state_by = 'quarantine_spam' AND told_at IS NULL;
