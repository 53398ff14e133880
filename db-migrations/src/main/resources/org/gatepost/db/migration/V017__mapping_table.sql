-- Mapping tables: ordered entries that turn what is going on into what is to be done about it.

CREATE TABLE mapping_table (
    version_id bigint NOT NULL REFERENCES policy_version,
    name       text   NOT NULL CHECK (name ~ '^[A-Z][A-Z0-9_$.-]{0,99}$'),
    entries    text   NOT NULL,
    PRIMARY KEY (version_id, name)
);
COMMENT ON TABLE  mapping_table IS 'A mapping table. PORT_ACCESS, FROM_ACCESS, ORIG_SEND_ACCESS, ORIG_MAIL_ACCESS, SEND_ACCESS and MAIL_ACCESS are asked at their stages where they exist; others by the templates that name them.';
COMMENT ON COLUMN mapping_table.version_id IS 'The version it belongs to.';
COMMENT ON COLUMN mapping_table.name IS 'In upper case.';
COMMENT ON COLUMN mapping_table.entries IS 'A line each, behind a space: pattern, white space, template; ! begins a comment, a backslash at the end of a line continues it.';
