-- The submission ports (RFC 6409, 8314), and who may speak for others at each port.

ALTER TABLE listener ADD COLUMN proxy text NOT NULL DEFAULT '';
ALTER TABLE listener ADD COLUMN xclient text NOT NULL DEFAULT '';
COMMENT ON COLUMN listener.proxy IS 'Addresses, or address/bits, separated by spaces: each of their connections must begin with a PROXY header (version 1 or 2), and those of everybody else are closed. Empty: no header is read.';
COMMENT ON COLUMN listener.xclient IS 'Addresses, or address/bits, separated by spaces, that may use XCLIENT. Empty: nobody, loopback neither.';
COMMENT ON COLUMN listener.name IS 'smtp for GATEPOST_SMTP_PORT, submission for GATEPOST_SUBMISSION_PORT, submissions for GATEPOST_SUBMISSIONS_PORT.';

UPDATE channel SET keywords = btrim(keywords || ' maytlsserver maysaslserver') WHERE name = 'tcp_local';
INSERT INTO channel (version_id, name, backoff, notices, keywords)
    SELECT version_id, 'tcp_submit', backoff, notices, 'musttlsserver mustsaslserver' FROM channel AS c
     WHERE c.name = 'tcp_local' AND NOT EXISTS (SELECT 1 FROM channel o WHERE o.version_id = c.version_id AND o.name = 'tcp_submit');
INSERT INTO listener (version_id, name, source_channel, sessions_max, sessions_per_client_max, errors_max, transactions_max, idle_seconds, session_seconds)
    SELECT l.version_id, port.name, 'tcp_submit', l.sessions_max, l.sessions_per_client_max, l.errors_max, l.transactions_max, l.idle_seconds, l.session_seconds
      FROM listener AS l, (VALUES ('submission'), ('submissions')) AS port (name)
     WHERE l.name = 'smtp' AND NOT EXISTS (SELECT 1 FROM listener o WHERE o.version_id = l.version_id AND o.name = port.name);
