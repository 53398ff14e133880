-- How often something may happen: tables of counters, which all nodes share. What is counted is kept in memory and not here.

CREATE TABLE throttle_table (
    version_id      bigint  NOT NULL REFERENCES policy_version,
    name            text    NOT NULL,
    type            text    NOT NULL DEFAULT 'throttle' CHECK (type IN ('throttle', 'simple', 'greylisting')),
    counts          text    NOT NULL DEFAULT 'questions' CHECK (counts IN ('questions', 'recipients')),
    data_type       text    NOT NULL DEFAULT 'string' CHECK (data_type IN ('string', 'address')),
    nocase          boolean NOT NULL DEFAULT true,
    max_entries     integer NOT NULL DEFAULT 1000,
    quota           integer NOT NULL DEFAULT 100,
    quota_time      integer NOT NULL DEFAULT 60,
    penalize        boolean NOT NULL DEFAULT false,
    fail_open       boolean NOT NULL DEFAULT true,
    block_time      integer NOT NULL DEFAULT 300,
    resubmit_time   integer NOT NULL DEFAULT 14400,
    inactivity_time integer NOT NULL DEFAULT 3110400,
    PRIMARY KEY (version_id, name)
);
COMMENT ON TABLE  throttle_table IS 'A table of counters. Mapping tables ask it by the routines of check_metermaid, channels name it in connectionthrottle and greylisting.';
COMMENT ON COLUMN throttle_table.version_id IS 'The version it belongs to.';
COMMENT ON COLUMN throttle_table.name IS 'In templates, channel keywords, traces and alarms: letters, digits, dot, underscore and hyphen.';
COMMENT ON COLUMN throttle_table.type IS 'throttle: attempts against a quota; simple: texts and numbers somebody stores; greylisting: who has come before.';
COMMENT ON COLUMN throttle_table.counts IS 'questions: each time it is asked; recipients: those of each user who authenticates, by the user''s address. Mail over such a quota is held. Without such a table users have as many as they like.';
COMMENT ON COLUMN throttle_table.data_type IS 'Of its keys. address: those of one network, /24 or /64, are one key.';
COMMENT ON COLUMN throttle_table.nocase IS 'Whether keys that differ in case alone are one key.';
COMMENT ON COLUMN throttle_table.max_entries IS 'Keys that each node remembers; beyond, those touched longest ago are forgotten. At most 1000000.';
COMMENT ON COLUMN throttle_table.quota IS 'Type throttle: attempts in a period. It refills all the time, not at the period''s end.';
COMMENT ON COLUMN throttle_table.quota_time IS 'Type throttle: the period, in seconds; at most 31 days.';
COMMENT ON COLUMN throttle_table.penalize IS 'Type throttle: whether attempts count that were over the quota, so that a client must be silent before it is heard again.';
COMMENT ON COLUMN throttle_table.fail_open IS 'Whether there is nothing against anybody while the counters cannot be had; else nobody can tell, and mail waits.';
COMMENT ON COLUMN throttle_table.block_time IS 'Type greylisting: who comes again before so many seconds is too early.';
COMMENT ON COLUMN throttle_table.resubmit_time IS 'Type greylisting: who comes again after so many seconds is a stranger again.';
COMMENT ON COLUMN throttle_table.inactivity_time IS 'Type greylisting: who has passed is remembered so many seconds after it came last.';

-- What a stolen password can do until somebody looks.
INSERT INTO throttle_table (version_id, name, counts, max_entries, quota, quota_time)
    SELECT id, t.name, 'recipients', 100000, t.quota, t.quota_time
      FROM policy_version, (VALUES ('recipients-an-hour', 500, 3600), ('recipients-a-day', 2000, 86400)) AS t (name, quota, quota_time);
