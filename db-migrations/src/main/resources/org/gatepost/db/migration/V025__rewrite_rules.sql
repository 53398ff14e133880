-- Rewrite rules: what becomes of addresses, and which channel takes them.

CREATE TABLE rewrite_rules (
    version_id bigint NOT NULL REFERENCES policy_version,
    name       text   NOT NULL CHECK (name ~ '^[a-z0-9][a-z0-9_.-]{0,99}$'),
    rules      text   NOT NULL,
    PRIMARY KEY (version_id, name)
);
COMMENT ON TABLE  rewrite_rules IS 'Rewrite rules. Where a version has none, the directory alone says what is ours: mailboxes go to tcp_lmtpcs, everybody else to tcp_local. Where it has some, each recipient is rewritten first, and the channel they find takes it.';
COMMENT ON COLUMN rewrite_rules.version_id IS 'The version it belongs to.';
COMMENT ON COLUMN rewrite_rules.name IS 'Rules of several rows are used in the order of these names where their patterns are the same.';
COMMENT ON COLUMN rewrite_rules.rules IS 'A rule each line: pattern, white space, template; ! begins a comment. Behind an empty line channels may follow, parted by empty lines: name, then a host name on each line. NAME-daemon is a host of each channel, l-daemon of the directory.';
