-- What is asked of the domain name system about strangers: lists others keep, and SPF records of our own.

CREATE TABLE dns_list (
    version_id bigint  NOT NULL REFERENCES policy_version,
    name       text    NOT NULL,
    zone       text    NOT NULL,
    subject    text    NOT NULL DEFAULT 'address' CHECK (subject IN ('address', 'domain')),
    allows     boolean NOT NULL DEFAULT false,
    codes      text    NOT NULL DEFAULT '127.0.0.0/8 refuse',
    text       text,
    defers     boolean NOT NULL DEFAULT false,
    PRIMARY KEY (version_id, name)
);
COMMENT ON TABLE  dns_list IS 'A DNS list (RFC 5782). A channel asks those its keyword dnslists names.';
COMMENT ON COLUMN dns_list.version_id IS 'The version it belongs to.';
COMMENT ON COLUMN dns_list.name IS 'In channel keywords, traces, marks and alarms: lower-case letters, digits, dot, underscore and hyphen.';
COMMENT ON COLUMN dns_list.zone IS 'Below which it is asked, such as zen.example.org.';
COMMENT ON COLUMN dns_list.subject IS 'What it is about: the client''s address, or the domain of the reverse-path.';
COMMENT ON COLUMN dns_list.allows IS 'Whoever is on it is welcome: what other lists say of them does not count.';
COMMENT ON COLUMN dns_list.codes IS 'What its answers mean, each on a line or behind a semicolon: an address, address/bits, or &N for bits of the last octet; then refuse, or score and a number. Answers that none names are no listing.';
COMMENT ON COLUMN dns_list.text IS 'For the reply; null: what the list itself says (TXT).';
COMMENT ON COLUMN dns_list.defers IS 'Whether mail waits (4xx) while it cannot be asked; else it is taken, and marked.';

CREATE TABLE spf_local (
    version_id bigint NOT NULL REFERENCES policy_version,
    name       text   NOT NULL CHECK (name = lower(name)),
    record     text   NOT NULL,
    PRIMARY KEY (version_id, name)
);
COMMENT ON TABLE  spf_local IS 'SPF records of our own, looked at before DNS. What such a record includes or redirects to comes from DNS.';
COMMENT ON COLUMN spf_local.version_id IS 'The version it belongs to.';
COMMENT ON COLUMN spf_local.name IS 'The domain, in lower case and A-labels.';
COMMENT ON COLUMN spf_local.record IS 'The whole record, from v=spf1 on.';
