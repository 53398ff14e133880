-- Channels and destinations an administrator stopped. Their mail ages all the same: the sender hears of the delay, and at last it is returned.

CREATE TABLE delivery_stop (
    channel    text        NOT NULL,
    next_hop   text        NOT NULL DEFAULT '',
    stopped_by text        NOT NULL,
    reason     text        NOT NULL DEFAULT '',
    stopped_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (channel, next_hop)
);
COMMENT ON TABLE  delivery_stop IS 'What is not delivered until somebody starts it again: a whole channel, or one destination of it. Every node looks once a second.';
COMMENT ON COLUMN delivery_stop.channel IS 'Destination channel.';
COMMENT ON COLUMN delivery_stop.next_hop IS 'Which destination within it; empty: all of them.';
COMMENT ON COLUMN delivery_stop.stopped_by IS 'Login of who stopped it.';
COMMENT ON COLUMN delivery_stop.reason IS 'Why, in a line.';
COMMENT ON COLUMN delivery_stop.stopped_at IS 'When.';

-- Reports that were suppressed lie held until somebody has looked at them, or they are too old.
CREATE INDEX recipient_held_by ON recipient (state_by) WHERE state = 'held';
