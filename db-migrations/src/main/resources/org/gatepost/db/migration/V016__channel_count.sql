-- What has gone through each channel, by node. A node adds to its own rows every few seconds, so nobody waits for another.

CREATE TABLE channel_count (
    node       text        NOT NULL,
    channel    text        NOT NULL,
    what       text        NOT NULL CHECK (what IN ('received', 'delivered', 'submitted')),
    messages   bigint      NOT NULL DEFAULT 0,
    recipients bigint      NOT NULL DEFAULT 0,
    octets     bigint      NOT NULL DEFAULT 0,
    since      timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (node, channel, what)
);
COMMENT ON TABLE  channel_count IS 'Counters of channels. Delete rows to begin anew.';
COMMENT ON COLUMN channel_count.node IS 'Who counted.';
COMMENT ON COLUMN channel_count.channel IS 'Whose mail.';
COMMENT ON COLUMN channel_count.what IS 'received: entries for it that came into the queue; delivered: what it gave to a next hop; submitted: messages that entered by it.';
COMMENT ON COLUMN channel_count.messages IS 'How many messages; of those delivered, how many times some of an entry''s recipients were.';
COMMENT ON COLUMN channel_count.recipients IS 'How many recipients they had.';
COMMENT ON COLUMN channel_count.octets IS 'Size of their contents as received, in octets.';
COMMENT ON COLUMN channel_count.since IS 'When the first was counted.';
