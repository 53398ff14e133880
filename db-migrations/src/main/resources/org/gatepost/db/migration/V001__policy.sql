-- Policy: what an administrator decides. Every row belongs to a version; a version is never edited once it was active.

CREATE TABLE policy_version (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    note       text        NOT NULL,
    author     text        NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE  policy_version IS 'One complete policy. Each mail transaction is judged by one version, and its trace names it.';
COMMENT ON COLUMN policy_version.id IS 'What traces and the desk call "policy version".';
COMMENT ON COLUMN policy_version.created_at IS 'When it was made; it may never have been active.';
COMMENT ON COLUMN policy_version.note IS 'Why it was made, in the words of its author.';
COMMENT ON COLUMN policy_version.author IS 'Login of who made it; "gatepost" for what ships.';

CREATE TABLE active_policy (
    only_row   boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    version_id bigint      NOT NULL REFERENCES policy_version,
    changed_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE  active_policy IS 'The one row that says which version decides. Each node looks at it every 250 ms.';
COMMENT ON COLUMN active_policy.only_row IS 'Always true: the primary key that keeps it one row.';
COMMENT ON COLUMN active_policy.version_id IS 'The version that decides.';
COMMENT ON COLUMN active_policy.changed_at IS 'Since when it decides.';

CREATE TABLE listener (
    version_id              bigint NOT NULL REFERENCES policy_version,
    name                    text   NOT NULL,
    source_channel          text   NOT NULL,
    sessions_max            int    NOT NULL CHECK (sessions_max > 0),
    sessions_per_client_max int    NOT NULL CHECK (sessions_per_client_max > 0),
    errors_max              int    NOT NULL CHECK (errors_max > 0),
    transactions_max        int    NOT NULL CHECK (transactions_max > 0),
    idle_seconds            int    NOT NULL CHECK (idle_seconds > 0),
    session_seconds         int    NOT NULL CHECK (session_seconds > 0),
    PRIMARY KEY (version_id, name)
);
COMMENT ON TABLE  listener IS 'What holds for connections to one port. Which port it is, is a setting, not policy.';
COMMENT ON COLUMN listener.version_id IS 'The version it belongs to.';
COMMENT ON COLUMN listener.name IS 'smtp for GATEPOST_SMTP_PORT.';
COMMENT ON COLUMN listener.source_channel IS 'The source channel its connections begin in.';
COMMENT ON COLUMN listener.sessions_max IS 'Open sessions of a node; beyond it 421 4.3.2.';
COMMENT ON COLUMN listener.sessions_per_client_max IS 'Open sessions of one client address; beyond it 421 4.7.0.';
COMMENT ON COLUMN listener.errors_max IS 'Refused commands in a session; beyond it 421 4.7.0 and the connection is closed.';
COMMENT ON COLUMN listener.transactions_max IS 'MAIL commands in a session; beyond it 450 4.5.3.';
COMMENT ON COLUMN listener.idle_seconds IS 'Longest silence of a client; after it 421 4.4.2.';
COMMENT ON COLUMN listener.session_seconds IS 'Longest session; after it 421 4.4.2.';

CREATE TABLE channel (
    version_id           bigint   NOT NULL REFERENCES policy_version,
    name                 text     NOT NULL CHECK (name ~ '^[a-z0-9_$]{1,32}$'),
    sourceblocklimit     bigint   CHECK (sourceblocklimit > 0),
    blocklimit           bigint   CHECK (blocklimit > 0),
    recipientlimit       int      CHECK (recipientlimit >= 100),
    headerlimit          int      NOT NULL DEFAULT 256 CHECK (headerlimit > 0),
    barelinefeed         text     NOT NULL DEFAULT 'normalize' CHECK (barelinefeed IN ('normalize', 'reject')),
    rejectsmtplonglines  boolean  NOT NULL DEFAULT false,
    destination          text,
    backoff              text     NOT NULL,
    notices              text     NOT NULL,
    maxjobs              int      NOT NULL DEFAULT 10 CHECK (maxjobs > 0),
    PRIMARY KEY (version_id, name)
);
COMMENT ON TABLE  channel IS 'A named bundle of keywords a connection (source channel) or a recipient (destination channel) is subject to. Columns are named as the keywords.';
COMMENT ON COLUMN channel.version_id IS 'The version it belongs to.';
COMMENT ON COLUMN channel.name IS 'Lower-case letters, digits, _ and $; tcp_local and tcp_lmtpcs must be there.';
COMMENT ON COLUMN channel.sourceblocklimit IS 'Greatest message that may enter by it, in blocks of 1,024 octets; null: the 100 MiB of the server.';
COMMENT ON COLUMN channel.blocklimit IS 'Greatest message that may leave by it, in blocks of 1,024 octets; null: no limit of its own.';
COMMENT ON COLUMN channel.recipientlimit IS 'Recipients in one transaction; beyond it 452 4.5.3. Null: 1,000.';
COMMENT ON COLUMN channel.headerlimit IS 'Greatest header section, in blocks of 1,024 octets; beyond it 552 5.3.4.';
COMMENT ON COLUMN channel.barelinefeed IS 'What becomes of LF without CR inside content: made CRLF, or 550 5.5.2.';
COMMENT ON COLUMN channel.rejectsmtplonglines IS 'Whether a line over 998 octets is refused with 550 5.6.0; else lines to 64 KiB pass.';
COMMENT ON COLUMN channel.destination IS 'Where mail that leaves by it goes: store (GATEPOST_STORE), remote (GATEPOST_DEMO_REMOTE), or lmtp://host:port or smtp://host:port. Null: it is a source channel only.';
COMMENT ON COLUMN channel.backoff IS 'Waiting times between attempts, ISO 8601 durations separated by spaces; the last repeats.';
COMMENT ON COLUMN channel.notices IS 'Ages at which the sender is told of a delay, ISO 8601 durations separated by spaces; at the last the message is returned.';
COMMENT ON COLUMN channel.maxjobs IS 'Concurrent connections of a node to one destination of it.';

CREATE TABLE scanner (
    version_id       bigint NOT NULL REFERENCES policy_version,
    name             text   NOT NULL,
    protocol         text   NOT NULL CHECK (protocol IN ('clamd')),
    address          text,
    source_channels  text   NOT NULL,
    deadline_ms      int    NOT NULL DEFAULT 30000 CHECK (deadline_ms BETWEEN 1 AND 300000),
    failure_policy   text   NOT NULL DEFAULT 'defer' CHECK (failure_policy IN ('defer', 'accept')),
    breaker_failures int    NOT NULL DEFAULT 5 CHECK (breaker_failures > 0),
    breaker_probe_ms int    NOT NULL DEFAULT 1000 CHECK (breaker_probe_ms > 0),
    concurrency_max  int    NOT NULL DEFAULT 16 CHECK (concurrency_max > 0),
    PRIMARY KEY (version_id, name)
);
COMMENT ON TABLE  scanner IS 'An engine that is asked what it thinks of content. It reports; it does not decide.';
COMMENT ON COLUMN scanner.version_id IS 'The version it belongs to.';
COMMENT ON COLUMN scanner.name IS 'Stands in traces, marks and alarms.';
COMMENT ON COLUMN scanner.protocol IS 'How it is asked.';
COMMENT ON COLUMN scanner.address IS 'host:port; null: the address the setting of that protocol names (GATEPOST_CLAMD), and not asked at all where there is none.';
COMMENT ON COLUMN scanner.source_channels IS 'Source channels whose mail it is asked about, separated by spaces.';
COMMENT ON COLUMN scanner.deadline_ms IS 'Longest time for one answer, connecting included.';
COMMENT ON COLUMN scanner.failure_policy IS 'When it cannot be asked or its answer is not understood: 451, or accepted unscanned and so marked.';
COMMENT ON COLUMN scanner.breaker_failures IS 'Failures in a row after which it is no longer asked for each message.';
COMMENT ON COLUMN scanner.breaker_probe_ms IS 'How often a breaker that is open lets one question through.';
COMMENT ON COLUMN scanner.concurrency_max IS 'Questions open at once from one node.';

-- The policy of a fresh start. Short retry times, for trying out; the operator's guide gives the usual ones.
INSERT INTO policy_version (note, author) VALUES ('The policy of a fresh start', 'gatepost');
INSERT INTO listener (version_id, name, source_channel, sessions_max, sessions_per_client_max, errors_max, transactions_max, idle_seconds, session_seconds)
    SELECT id, 'smtp', 'tcp_local', 25000, 25000, 10, 10000, 300, 3600 FROM policy_version;
INSERT INTO channel (version_id, name, destination, backoff, notices)
    SELECT id, c.name, c.destination, 'PT5S PT30S PT2M PT10M', 'PT1H PT4H P2D'
      FROM policy_version, (VALUES ('tcp_local', 'remote'), ('tcp_lmtpcs', 'store')) AS c (name, destination);
INSERT INTO scanner (version_id, name, protocol, source_channels)
    SELECT id, 'clamd', 'clamd', 'tcp_local tcp_submit' FROM policy_version;
INSERT INTO active_policy (version_id) SELECT id FROM policy_version;

-- Policy is changed in a copy, and the copy made active: two lines for a script.
--   SELECT policy_copy(1, 'Shorter retries', 'admin');   then UPDATE channel SET ... WHERE version_id = 2;
--   SELECT policy_activate(2);
CREATE FUNCTION policy_copy(from_version bigint, note text, author text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    copied bigint;
    rows_of text;
    columns_of text;
BEGIN
    IF NOT EXISTS (SELECT 1 FROM policy_version WHERE id = from_version) THEN
        RAISE EXCEPTION 'there is no policy version %', from_version;
    END IF;
    INSERT INTO policy_version (note, author) VALUES (policy_copy.note, policy_copy.author) RETURNING id INTO copied;
    -- Every table with a version_id, except the one that says which is active: a table added later is copied too.
    FOR rows_of, columns_of IN
        SELECT c.table_name, string_agg(quote_ident(c.column_name), ', ' ORDER BY c.ordinal_position) FILTER (WHERE c.column_name <> 'version_id')
          FROM information_schema.columns c
         WHERE c.table_schema = current_schema() AND c.table_name <> 'active_policy'
           AND EXISTS (SELECT 1 FROM information_schema.columns v
                        WHERE v.table_schema = c.table_schema AND v.table_name = c.table_name AND v.column_name = 'version_id')
         GROUP BY c.table_name
    LOOP
        EXECUTE format('INSERT INTO %I (version_id, %s) SELECT $1, %s FROM %I WHERE version_id = $2', rows_of, columns_of, columns_of, rows_of)
            USING copied, from_version;
    END LOOP;
    RETURN copied;
END $$;
COMMENT ON FUNCTION policy_copy IS 'Copies every row of a version to a new version, which is not active; returns its id.';

CREATE FUNCTION policy_activate(version bigint) RETURNS void LANGUAGE sql AS $$
    UPDATE active_policy SET version_id = version, changed_at = now();
$$;
COMMENT ON FUNCTION policy_activate IS 'Makes a version the one that decides. A version that does not compile leaves each node with the one it has, and raises the alarm policy.';
