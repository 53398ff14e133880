-- Users authenticate: on the port for everybody they may, and come to a channel of their own; a user whose entry names tcp_limited comes to that.

INSERT INTO channel (version_id, name, destination, backoff, notices, keywords)
    SELECT id, 'tcp_auth', NULL, 'PT5S PT30S PT2M PT10M', 'PT1H PT4H P2D', 'mustsaslserver' FROM policy_version
    ON CONFLICT DO NOTHING;
INSERT INTO channel (version_id, name, destination, backoff, notices, keywords, recipientlimit, sourceblocklimit)
    SELECT id, 'tcp_limited', NULL, 'PT5S PT30S PT2M PT10M', 'PT1H PT4H P2D', 'submit', 100, 1024 FROM policy_version
    ON CONFLICT DO NOTHING;

UPDATE channel SET keywords = btrim(keywords || CASE WHEN keywords LIKE '%maysaslserver%' THEN '' ELSE ' maysaslserver' END || ' saslswitchchannel tcp_auth')
 WHERE name = 'tcp_local' AND keywords NOT LIKE '%saslswitchchannel%';
UPDATE channel SET keywords = btrim(keywords || ' submit')
 WHERE name = 'tcp_submit' AND ' ' || keywords || ' ' NOT LIKE '% submit %';

-- What entered by tcp_local or tcp_submit is scanned, also when its sender came to another channel on the way.
UPDATE scanner SET source_channels = source_channels || ' tcp_auth tcp_limited'
 WHERE source_channels = 'tcp_local tcp_submit';
