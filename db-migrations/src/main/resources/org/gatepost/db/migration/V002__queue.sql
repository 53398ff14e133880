-- The queue: messages that are ours, until each recipient's copy is delivered, reported or discarded. What is done leaves these tables;
-- its story stays in trace_event.

CREATE TABLE incarnation (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    node        text        NOT NULL,
    started_at  timestamptz NOT NULL DEFAULT now(),
    lease_until timestamptz NOT NULL
);
CREATE INDEX incarnation_node ON incarnation (node);
COMMENT ON TABLE  incarnation IS 'One life of a node, from its start to its end. It holds entries by lease; one heartbeat renews them all.';
COMMENT ON COLUMN incarnation.id IS 'Rises with each start of any node.';
COMMENT ON COLUMN incarnation.started_at IS 'When this life began.';
COMMENT ON COLUMN incarnation.node IS 'The node name: GATEPOST_NODE, or what var/node-id says.';
COMMENT ON COLUMN incarnation.lease_until IS 'Until then its entries are its own. By the clock of the database, as every lease and retry time.';

CREATE TABLE message (
    id              uuid PRIMARY KEY,
    arrived_at      timestamptz NOT NULL DEFAULT now(),
    reverse_path    text        NOT NULL,
    ret             text        CHECK (ret IN ('FULL', 'HDRS')),
    envid           text,
    body            text        NOT NULL,
    content_octets  bigint      NOT NULL,
    header_edits    text        NOT NULL,
    session_id      text        NOT NULL,
    transaction_no  int         NOT NULL,
    client_address  text        NOT NULL,
    client_port     int         NOT NULL,
    hello           text        NOT NULL,
    extended        boolean     NOT NULL,
    tls             text,
    identity        text,
    source_channel  text        NOT NULL,
    policy_version  bigint      NOT NULL,
    marks           text        NOT NULL DEFAULT '',
    open_entries    int         NOT NULL CHECK (open_entries >= 0)
);
COMMENT ON TABLE  message IS 'A message that is ours: its envelope and where it came from. It is there exactly as long as an entry of it is.';
COMMENT ON COLUMN message.arrived_at IS 'When it became ours; ages and notices count from here.';
COMMENT ON COLUMN message.ret IS 'RET of RFC 3461; null where the client said nothing.';
COMMENT ON COLUMN message.envid IS 'ENVID of RFC 3461, decoded; null where the client said nothing.';
COMMENT ON COLUMN message.body IS 'BODY of RFC 6152, as the client declared it.';
COMMENT ON COLUMN message.session_id IS 'The SMTP session it came in by; "dsn" for our own reports.';
COMMENT ON COLUMN message.transaction_no IS 'Which of that sessions mail transactions.';
COMMENT ON COLUMN message.client_port IS '0 for what we originate.';
COMMENT ON COLUMN message.hello IS 'The name the client gave in HELO or EHLO; never to be trusted.';
COMMENT ON COLUMN message.extended IS 'Whether it was EHLO.';
COMMENT ON COLUMN message.tls IS 'Protocol version and cipher suite; null where the connection was not encrypted.';
COMMENT ON COLUMN message.identity IS 'The authenticated user; null where nobody was.';
COMMENT ON COLUMN message.source_channel IS 'The channel it entered by.';
COMMENT ON COLUMN message.policy_version IS 'The version that judged it.';
COMMENT ON COLUMN message.id IS 'The queue id (a UUID of version 7, so that new rows lie together). Chosen before the commit, so that one may ask afterwards whether it is there.';
COMMENT ON COLUMN message.reverse_path IS 'Without angle brackets; empty for the null reverse-path.';
COMMENT ON COLUMN message.content_octets IS 'Size of the content as received, header edits not counted.';
COMMENT ON COLUMN message.header_edits IS 'The declared edits, applied on the way out; the form HeaderEdits.toText() gives.';
COMMENT ON COLUMN message.client_address IS 'Empty for what we originate.';
COMMENT ON COLUMN message.marks IS 'Words separated by spaces, such as unscanned:clamd.';
COMMENT ON COLUMN message.open_entries IS 'Entries not finished. The settlement that brings it to 0 deletes the message and its content.';

CREATE TABLE content_chunk (
    message_id uuid  NOT NULL,
    chunk_no   int   NOT NULL CHECK (chunk_no >= 0),
    octets     bytea NOT NULL,
    stored_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (message_id, chunk_no)
);
-- Content does not shrink by compressing it again, and a 4 KiB message should lie in its row.
ALTER TABLE content_chunk ALTER COLUMN octets SET STORAGE EXTERNAL;
ALTER TABLE content_chunk SET (toast_tuple_target = 8160);
CREATE INDEX content_chunk_stored_at ON content_chunk USING brin (stored_at);
COMMENT ON TABLE  content_chunk IS 'Content as received, in pieces of 256 KiB. Larger contents are written before the message that makes them ours, so there is no foreign key; pieces without a message are swept after an hour.';
COMMENT ON COLUMN content_chunk.message_id IS 'Whose content it is, perhaps before that message is there.';
COMMENT ON COLUMN content_chunk.chunk_no IS '0 for the first.';
COMMENT ON COLUMN content_chunk.octets IS 'At most 256 KiB.';
COMMENT ON COLUMN content_chunk.stored_at IS 'When it was written; what is left without a message is swept by it.';

CREATE TABLE queue_entry (
    id             uuid PRIMARY KEY,
    message_id     uuid        NOT NULL REFERENCES message,
    channel        text        NOT NULL,
    next_hop       text        NOT NULL,
    attempts       int         NOT NULL DEFAULT 0,
    notices_sent   int         NOT NULL DEFAULT 0,
    due_at         timestamptz,
    incarnation    bigint,
    last_reply     text        NOT NULL DEFAULT '',
    return_requested_by text
);
CREATE INDEX queue_entry_due ON queue_entry (due_at) WHERE incarnation IS NULL AND due_at IS NOT NULL;
CREATE INDEX queue_entry_leased ON queue_entry (incarnation) WHERE incarnation IS NOT NULL;
CREATE INDEX queue_entry_message ON queue_entry (message_id);
COMMENT ON TABLE  queue_entry IS 'One message, one destination channel and next hop, its recipients: what one attempt carries.';
COMMENT ON COLUMN queue_entry.id IS 'A UUID of version 7.';
COMMENT ON COLUMN queue_entry.message_id IS 'What it carries.';
COMMENT ON COLUMN queue_entry.channel IS 'Destination channel.';
COMMENT ON COLUMN queue_entry.next_hop IS 'Which destination within the channel: the recipients'' domain where the channel routes by it, the channel''s own name where it has one fixed destination.';
COMMENT ON COLUMN queue_entry.attempts IS 'Attempts that ended in a temporary failure.';
COMMENT ON COLUMN queue_entry.notices_sent IS 'How many of the channel''s notices have been given.';
COMMENT ON COLUMN queue_entry.due_at IS 'Next attempt; null while no recipient waits (all held).';
COMMENT ON COLUMN queue_entry.incarnation IS 'Who is working on it: the id of a life of a node, see incarnation. Null: whoever claims it.';
COMMENT ON COLUMN queue_entry.last_reply IS 'What the next hop, or the attempt to reach it, said last.';
COMMENT ON COLUMN queue_entry.return_requested_by IS 'Login of who asked for it to be returned: the next attempt fails its waiting recipients with 5.0.0 and a DSN instead of sending. Null: nobody.';

CREATE TABLE recipient (
    entry_id       uuid NOT NULL REFERENCES queue_entry ON DELETE CASCADE,
    recipient_no   int  NOT NULL,
    address        text NOT NULL,
    presented      text NOT NULL,
    notify         text NOT NULL DEFAULT '',
    orcpt          text,
    state          text NOT NULL CHECK (state IN ('waiting', 'sent', 'failed', 'held', 'expired')),
    state_text     text NOT NULL DEFAULT '',
    state_by       text NOT NULL DEFAULT '',
    PRIMARY KEY (entry_id, recipient_no)
);
CREATE INDEX recipient_held ON recipient (entry_id) WHERE state = 'held';
COMMENT ON TABLE  recipient IS 'One recipient''s copy.';
COMMENT ON COLUMN recipient.entry_id IS 'The entry it travels with.';
COMMENT ON COLUMN recipient.recipient_no IS 'Unique among a messages entries.';
COMMENT ON COLUMN recipient.state IS 'waiting and held are open; sent, failed and expired are done, and the row goes with the last open one.';
COMMENT ON COLUMN recipient.address IS 'Where it goes: the address given to the next hop.';
COMMENT ON COLUMN recipient.presented IS 'The forward-path the client gave; another one after forwarding or expansion.';
COMMENT ON COLUMN recipient.notify IS 'NOTIFY of RFC 3461, separated by commas; empty where the client said nothing.';
COMMENT ON COLUMN recipient.orcpt IS 'ORCPT of RFC 3461, as type;address, decoded.';
COMMENT ON COLUMN recipient.state_text IS 'The reply, or why it is held.';
COMMENT ON COLUMN recipient.state_by IS 'Who holds it: a login, or the name of a rule.';
