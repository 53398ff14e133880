-- How the sender wants a message handled: the parameters of MAIL that the extensions of RFC 2852, 3865, 4865, 6531, 6710 and 8689 bring.

ALTER TABLE message ADD COLUMN smtputf8 boolean NOT NULL DEFAULT false;
ALTER TABLE message ADD COLUMN solicit text NOT NULL DEFAULT '';
ALTER TABLE message ADD COLUMN requiretls boolean NOT NULL DEFAULT false;
ALTER TABLE message ADD COLUMN release_at timestamptz;
ALTER TABLE message ADD COLUMN deliver_by text CHECK (deliver_by ~ '^-?[0-9]{1,9};[NR]T?$');
ALTER TABLE message ADD COLUMN priority int NOT NULL DEFAULT 0 CHECK (priority BETWEEN -9 AND 9);
COMMENT ON COLUMN message.body IS 'BODY of RFC 6152 and 3030, as the client declared it. BINARYMIME never goes out by DATA.';
COMMENT ON COLUMN message.smtputf8 IS 'Addresses or header fields are in UTF-8 (RFC 6531), so a next hop without SMTPUTF8 cannot have it.';
COMMENT ON COLUMN message.solicit IS 'SOLICIT of RFC 3865, separated by commas; empty where the client said nothing.';
COMMENT ON COLUMN message.requiretls IS 'REQUIRETLS of RFC 8689: only over verified TLS.';
COMMENT ON COLUMN message.release_at IS 'HOLDFOR or HOLDUNTIL of RFC 4865: not delivered before; ages and notices count from here. Null: at once.';
COMMENT ON COLUMN message.deliver_by IS 'BY of RFC 2852: seconds from the arrival or the release, then R for return or N for notify, then T where relays are to be told. Null where the client said nothing.';
COMMENT ON COLUMN message.priority IS 'MT-PRIORITY of RFC 6710, within what the source channel allows.';
