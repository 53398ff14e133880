-- The trace: one row for every connection, refusal, acceptance, delivery, deferral and report. Never edited; goes by whole days.

CREATE TABLE trace_event (
    at             timestamptz NOT NULL,
    id             bigint GENERATED ALWAYS AS IDENTITY,
    kind           text        NOT NULL,
    node           text        NOT NULL,
    session_id     text,
    transaction_no int,
    queue_id       uuid,
    sender         text,
    recipient      text,
    client_address text,
    reply          text,
    reason         text        NOT NULL DEFAULT '',
    details        jsonb       NOT NULL DEFAULT '{}'
) PARTITION BY RANGE (at);
CREATE INDEX trace_event_queue_id ON trace_event (queue_id, at) WHERE queue_id IS NOT NULL;
CREATE INDEX trace_event_at ON trace_event USING brin (at);
CREATE TABLE trace_event_rest PARTITION OF trace_event DEFAULT;
COMMENT ON TABLE  trace_event IS 'What happened, in order of time. Partitioned by day of UTC: trace_event_YYYYMMDD; trace_event_rest takes what no day has a partition for.';
COMMENT ON COLUMN trace_event.id IS 'Orders what happened in the same instant.';
COMMENT ON COLUMN trace_event.node IS 'Whose clock and session it was.';
COMMENT ON COLUMN trace_event.session_id IS 'The SMTP session it belongs to.';
COMMENT ON COLUMN trace_event.transaction_no IS 'Which of that sessions mail transactions; null or 0: none.';
COMMENT ON COLUMN trace_event.queue_id IS 'The message it is about, once that has an id.';
COMMENT ON COLUMN trace_event.sender IS 'Reverse-path without angle brackets; empty for the null reverse-path.';
COMMENT ON COLUMN trace_event.recipient IS 'The recipient it is about, where it is about one.';
COMMENT ON COLUMN trace_event.client_address IS 'The clients address, for what happened in a session.';
COMMENT ON COLUMN trace_event.at IS 'When, by the clock of the node.';
COMMENT ON COLUMN trace_event.kind IS 'What, in the words of TraceEvent.Kind, in lower case.';
COMMENT ON COLUMN trace_event.reply IS 'The reply given or received, as one line.';
COMMENT ON COLUMN trace_event.reason IS 'Why: the name of the stage or rule, and what it saw. Not shown to clients.';
COMMENT ON COLUMN trace_event.details IS 'The rest, as in the JSON log. Readers ignore names they do not know.';

CREATE TABLE alarm (
    node       text        NOT NULL,
    key        text        NOT NULL,
    text       text        NOT NULL,
    raised_at  timestamptz NOT NULL DEFAULT now(),
    seen_at    timestamptz NOT NULL DEFAULT now(),
    times      bigint      NOT NULL DEFAULT 1,
    cleared_at timestamptz,
    PRIMARY KEY (node, key)
);
COMMENT ON TABLE  alarm IS 'What needs a hand. One row a node and cause; raising it again counts, clearing it keeps the row.';
COMMENT ON COLUMN alarm.node IS 'Who raised it.';
COMMENT ON COLUMN alarm.key IS 'Names the cause, such as scanner:clamd.';
COMMENT ON COLUMN alarm.text IS 'One sentence for the operator.';
COMMENT ON COLUMN alarm.raised_at IS 'When it was first raised, since it was last cleared.';
COMMENT ON COLUMN alarm.seen_at IS 'When it was last raised.';
COMMENT ON COLUMN alarm.times IS 'How often.';
COMMENT ON COLUMN alarm.cleared_at IS 'When the cause was gone; null while it stands.';

CREATE TABLE audit (
    id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at     timestamptz NOT NULL DEFAULT now(),
    login  text        NOT NULL,
    action text        NOT NULL,
    object text        NOT NULL,
    text   text        NOT NULL DEFAULT ''
);
CREATE INDEX audit_object ON audit (object);
COMMENT ON TABLE  audit IS 'Who did what to what by hand. Written in the transaction that does it.';
COMMENT ON COLUMN audit.id IS 'In the order of writing.';
COMMENT ON COLUMN audit.at IS 'When.';
COMMENT ON COLUMN audit.login IS 'Who.';
COMMENT ON COLUMN audit.action IS 'What: hold, release, retry, return, delete.';
COMMENT ON COLUMN audit.text IS 'The reason given, and what came of it.';
COMMENT ON COLUMN audit.object IS 'Kind and id, such as message:01jd....';
