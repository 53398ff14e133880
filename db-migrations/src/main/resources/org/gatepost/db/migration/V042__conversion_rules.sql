-- What is done with parts of messages where the mapping table CONVERSIONS says so.

CREATE TABLE conversion_rules (
    version_id bigint NOT NULL REFERENCES policy_version,
    name       text   NOT NULL CHECK (name ~ '^[a-z0-9][a-z0-9_.-]{0,99}$'),
    entries    text   NOT NULL,
    PRIMARY KEY (version_id, name)
);
COMMENT ON TABLE  conversion_rules IS 'Conversion of parts. A message is looked at where the mapping table CONVERSIONS answers Yes to IN-CHAN=source;OUT-CHAN=destination;CONVERT; without that table no row counts.';
COMMENT ON COLUMN conversion_rules.version_id IS 'The version it belongs to.';
COMMENT ON COLUMN conversion_rules.name IS 'Entries of several rows are tried in the order of these names; the trace calls an entry by this name and its line.';
COMMENT ON COLUMN conversion_rules.entries IS 'Entries of name=value parted by ; which end with a line that has none at its end: which parts (in-channel out-channel in-type in-subtype in-disposition in-name tag, * for any characters), and one of delete=1, replace=TEXT, refuse=TEXT, hold=WHY, command=PATH AND ARGUMENTS (with out-type out-subtype timeout=SECONDS octets=N). Of a part the first that fits counts.';
