-- A channel's mail may go to the hosts its domains name; and what has no column is said of next hops in the channel's keywords.

COMMENT ON COLUMN channel.destination IS 'Where mail that leaves by it goes: store (GATEPOST_STORE), remote (GATEPOST_DEMO_REMOTE), lmtp://host:port, smtp://host:port, or mx or mx:port: the hosts that the recipient''s domain names in DNS, on port 25 or another; not with the demo directory. Null: it is a source channel only.';
