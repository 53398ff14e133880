-- Engines whose address a setting names (GATEPOST_SPAMD, GATEPOST_RSPAMD, GATEPOST_ICAP) are asked as clamd is, in every version that has clamd's row; without
-- the setting these rows mean nothing.
INSERT INTO scanner (version_id, name, protocol, source_channels)
    SELECT clamd.version_id, more.protocol, more.protocol, clamd.source_channels
      FROM scanner clamd, (VALUES ('spamd'), ('rspamd'), ('icap')) AS more (protocol)
     WHERE clamd.name = 'clamd' AND clamd.protocol = 'clamd' AND clamd.address IS NULL
    ON CONFLICT DO NOTHING;
