-- What connections to domains' hosts came to, by day, and the reports of it (RFC 8460).

CREATE TABLE tls_result (
    day            date   NOT NULL,
    fingerprint    bytea  NOT NULL,
    policy_domain  text   NOT NULL,
    policy_type    text   NOT NULL,
    policy_strings text[] NOT NULL DEFAULT '{}',
    mx_patterns    text[] NOT NULL DEFAULT '{}',
    result_type    text   NOT NULL DEFAULT '',
    sending_ip     text   NOT NULL DEFAULT '',
    receiving_host text   NOT NULL DEFAULT '',
    receiving_ip   text   NOT NULL DEFAULT '',
    connections    bigint NOT NULL,
    PRIMARY KEY (day, fingerprint),
    CHECK (policy_type IN ('tlsa', 'sts', 'no-policy-found'))
);
COMMENT ON TABLE  tls_result IS 'How many connections of a day came to the same. Nodes add to it every ten seconds; it is kept for a week.';
COMMENT ON COLUMN tls_result.day IS 'Of UTC.';
COMMENT ON COLUMN tls_result.fingerprint IS 'SHA-256 of all that is said below; policies are too long for a key.';
COMMENT ON COLUMN tls_result.policy_domain IS 'The recipients'' domain.';
COMMENT ON COLUMN tls_result.policy_type IS 'What the connections were measured against: tlsa (DANE), sts (MTA-STS), no-policy-found.';
COMMENT ON COLUMN tls_result.policy_strings IS 'The policy as published: TLSA records, or the lines of the MTA-STS policy.';
COMMENT ON COLUMN tls_result.mx_patterns IS 'Patterns of host names in the policy.';
COMMENT ON COLUMN tls_result.result_type IS 'Why they failed, in the words of RFC 8460 section 4.3; empty: they were encrypted as they should be.';
COMMENT ON COLUMN tls_result.sending_ip IS 'Our address, where it is known.';
COMMENT ON COLUMN tls_result.receiving_host IS 'The host, as the domain''s MX names it.';
COMMENT ON COLUMN tls_result.receiving_ip IS 'Its address.';
COMMENT ON COLUMN tls_result.connections IS 'How many.';

CREATE TABLE tls_report (
    day           date        NOT NULL,
    policy_domain text        NOT NULL,
    place         text        NOT NULL,
    state         text        NOT NULL,
    attempts      integer     NOT NULL DEFAULT 0,
    next_try      timestamptz NOT NULL DEFAULT now(),
    said          text        NOT NULL DEFAULT '',
    node          text        NOT NULL,
    PRIMARY KEY (day, policy_domain, place),
    CHECK (state IN ('waiting', 'decided', 'unwanted', 'sent', 'failed'))
);
COMMENT ON TABLE  tls_report IS 'What became of a day''s report to a domain: a row for the question whether it wants one, and a row for each place it is sent to. Kept for a week.';
COMMENT ON COLUMN tls_report.day IS 'Of which it tells, of UTC.';
COMMENT ON COLUMN tls_report.policy_domain IS 'Who is told.';
COMMENT ON COLUMN tls_report.place IS 'mailto: or https:, as the domain names it; empty: the question whether and where.';
COMMENT ON COLUMN tls_report.state IS 'waiting: for the next try; decided: there are rows for its places; unwanted: the domain names none; sent; failed: for good.';
COMMENT ON COLUMN tls_report.attempts IS 'Tries so far.';
COMMENT ON COLUMN tls_report.next_try IS 'When a waiting one is tried.';
COMMENT ON COLUMN tls_report.said IS 'What the last try came to.';
COMMENT ON COLUMN tls_report.node IS 'Which node saw to it.';
CREATE INDEX tls_report_waiting ON tls_report (next_try) WHERE state = 'waiting';
