-- Sieve scripts: of domains, channels and the system as policy; of users beside the directory.

CREATE TABLE sieve_filter (
    version_id bigint NOT NULL REFERENCES policy_version,
    name       text   NOT NULL CHECK (name = 'system' OR name ~ '^(domain|source|destination) [^ ]+$' AND name = lower(name)),
    script     text   NOT NULL DEFAULT '',
    journal    text,
    PRIMARY KEY (version_id, name)
);
COMMENT ON TABLE  sieve_filter IS 'A Sieve script of a domain, a channel or the system. It is run for each recipient''s copy; decision 0030 says whose wish is done.';
COMMENT ON COLUMN sieve_filter.version_id IS 'The version it belongs to.';
COMMENT ON COLUMN sieve_filter.name IS 'Whose it is: system, or domain, source (channel) or destination (channel) and a name: domain example.com, source tcp_local. Lower case, domains in A-labels.';
COMMENT ON COLUMN sieve_filter.script IS 'The script (RFC 5228); what is wrong in it refuses the version, with line and column.';
COMMENT ON COLUMN sieve_filter.journal IS 'Rows of domains and of the system: the address to which capture without an address copies. Null: nobody; capture is then an entry of the trace and no copy.';

CREATE TABLE user_script (
    owner      text        NOT NULL CHECK (owner = lower(owner) AND owner LIKE '%@%'),
    name       text        NOT NULL CHECK (length(name) BETWEEN 1 AND 128),
    active     boolean     NOT NULL DEFAULT false,
    script     text        NOT NULL CHECK (octet_length(script) <= 1048576),
    changed_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (owner, name)
);
CREATE UNIQUE INDEX user_script_active ON user_script (owner) WHERE active;
COMMENT ON TABLE  user_script IS 'Sieve scripts of users, besides those in the directory (mailSieveRuleSource), behind which they are run. No part of a policy version.';
COMMENT ON COLUMN user_script.owner IS 'The user''s primary address, in lower case.';
COMMENT ON COLUMN user_script.name IS 'What the user calls it.';
COMMENT ON COLUMN user_script.active IS 'Whether it is run; at most one of an owner''s is.';
COMMENT ON COLUMN user_script.script IS 'The script. What is wrong in it stops no mail: the owner is told, once a day.';
COMMENT ON COLUMN user_script.changed_at IS 'When it was written last, by the database''s clock.';

CREATE TABLE user_script_change (
    single boolean PRIMARY KEY DEFAULT true CHECK (single),
    number bigint  NOT NULL DEFAULT 0
);
COMMENT ON TABLE  user_script_change IS 'One row, by which nodes notice that user_script has changed.';
COMMENT ON COLUMN user_script_change.single IS 'There is one row.';
COMMENT ON COLUMN user_script_change.number IS 'Rises with each statement that changes user_script.';
INSERT INTO user_script_change DEFAULT VALUES;

CREATE FUNCTION user_script_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE user_script_change SET number = number + 1;
    RETURN NULL;
END $$;
COMMENT ON FUNCTION user_script_changed IS 'Counts a change of user_script.';
CREATE TRIGGER user_script_changed AFTER INSERT OR UPDATE OR DELETE ON user_script FOR EACH STATEMENT EXECUTE FUNCTION user_script_changed();

-- Local mailboxes' folders by the usual way of LMTP: the folder as detail of the address.
UPDATE channel SET keywords = btrim(keywords || ' fileinto $U+$S@$D') WHERE name = 'tcp_lmtpcs' AND keywords !~ '(^| )(no)?fileinto( |$)';
