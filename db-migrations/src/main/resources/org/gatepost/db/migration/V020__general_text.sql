-- The general database: texts that templates of mapping tables find by a name.

CREATE TABLE general_text (
    version_id bigint NOT NULL REFERENCES policy_version,
    name       text   NOT NULL CHECK (length(name) BETWEEN 1 AND 500),
    value      text   NOT NULL CHECK (length(value) <= 8192),
    PRIMARY KEY (version_id, name)
);
CREATE UNIQUE INDEX general_text_folded ON general_text (version_id, lower(name));
COMMENT ON TABLE  general_text IS 'What a look-up by name in a template of a mapping table (dollar, name in braces) finds; an entry that asks for another name has not matched.';
COMMENT ON COLUMN general_text.version_id IS 'The version it belongs to.';
COMMENT ON COLUMN general_text.name IS 'Its case does not count.';
COMMENT ON COLUMN general_text.value IS 'Put in as it is: never read as a template.';
