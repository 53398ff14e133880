-- Who is scanned by an engine besides what its channels say, and what its verdicts are turned into.

CREATE TABLE scan_rule (
    version_id           bigint NOT NULL REFERENCES policy_version,
    name                 text   NOT NULL,
    destination_channels text   NOT NULL DEFAULT '',
    channel_opt_in       text   NOT NULL DEFAULT '',
    opt_in               text   NOT NULL DEFAULT '',
    null_opt_in          text   NOT NULL DEFAULT '',
    verdicts             text   NOT NULL DEFAULT '',
    string_action        text,
    null_action          text   NOT NULL DEFAULT 'require "hold"; hold "the engine gave no reason";',
    PRIMARY KEY (version_id, name)
);
COMMENT ON TABLE  scan_rule IS 'What holds for an engine besides its row of scanner: for whom it is asked, and which Sieve its verdicts become. Without a row: for all mail of its source channels; malware is refused, spam is marked.';
COMMENT ON COLUMN scan_rule.version_id IS 'The version it belongs to.';
COMMENT ON COLUMN scan_rule.name IS 'The engine, as scanner.name.';
COMMENT ON COLUMN scan_rule.destination_channels IS 'Channels whose mail it is asked about on its way out, separated by white space; besides scanner.source_channels.';
COMMENT ON COLUMN scan_rule.channel_opt_in IS 'Values that its channels opt in with, separated by white space; passed to the engine.';
COMMENT ON COLUMN scan_rule.opt_in IS 'Values of users, domains and senders in the directory that choose it, separated by white space; * is any. Empty: only channels choose it.';
COMMENT ON COLUMN scan_rule.null_opt_in IS 'A value of the directory that is as good as none.';
COMMENT ON COLUMN scan_rule.verdicts IS 'Up to eight, a line each: a pattern for the engine''s words (* any characters, ? one; a space in it is ?), white space, the Sieve script it becomes, in which $U is those words. The first that matches counts.';
COMMENT ON COLUMN scan_rule.string_action IS 'The script for words that none of the verdicts matches, where the engine speaks against the message. Null: as without a row.';
COMMENT ON COLUMN scan_rule.null_action IS 'The script where the engine speaks against the message without a word.';
