-- What makes the secrets under which copies go to a filter and come back.

CREATE TABLE hop_key (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    key bytea   NOT NULL CHECK (octet_length(key) >= 32)
);
INSERT INTO hop_key (key) VALUES (uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()));
COMMENT ON TABLE  hop_key IS 'The key of the codes by which all nodes know again what a filter returns. One row, made here; another key makes what is away now unknown.';
COMMENT ON COLUMN hop_key.one IS 'Always true: there is one row.';
COMMENT ON COLUMN hop_key.key IS 'Random octets of three random UUIDs.';
