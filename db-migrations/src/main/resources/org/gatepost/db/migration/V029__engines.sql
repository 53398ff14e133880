-- Engines of more kinds than clamd: several servers of one engine, a greatest size, and what is said to one kind of engine alone.
-- Which protocols there are is said by the node that loads the policy, in one line: a node of the next release may know more.
ALTER TABLE scanner DROP CONSTRAINT scanner_protocol_check;
ALTER TABLE scanner ADD CONSTRAINT scanner_protocol_check CHECK (protocol ~ '^[a-z][a-z0-9]{0,31}$');
ALTER TABLE scanner
    ADD COLUMN octets_max bigint CHECK (octets_max > 0),
    ADD COLUMN options    text NOT NULL DEFAULT '';
COMMENT ON COLUMN scanner.protocol IS 'How it is asked: clamd, spamd, rspamd, icap (servers); command, attachment (not).';
COMMENT ON COLUMN scanner.address IS 'host:port, or several separated by spaces: whoever answered last is asked first, the next where it cannot be asked. Null: what the setting of that protocol names (GATEPOST_CLAMD and so on), and not asked at all where there is none.';
COMMENT ON COLUMN scanner.octets_max IS 'Larger content is not put before it, and marked unscanned; null: any size.';
COMMENT ON COLUMN scanner.options IS 'What is said to this kind of engine alone: name=value, one a line; the operator''s guide lists the names.';
