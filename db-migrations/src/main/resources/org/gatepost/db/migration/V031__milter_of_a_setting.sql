-- A mail filter whose address a setting names (GATEPOST_MILTER) is asked as clamd is, in every version that has clamd's row; without the setting this row means
-- nothing.
INSERT INTO scanner (version_id, name, protocol, source_channels)
    SELECT version_id, 'milter', 'milter', source_channels
      FROM scanner
     WHERE name = 'clamd' AND protocol = 'clamd' AND address IS NULL
    ON CONFLICT DO NOTHING;
COMMENT ON COLUMN scanner.protocol IS 'How it is asked: clamd, spamd, rspamd, icap, milter, lmtp, smtp (servers); command, attachment (not).';
