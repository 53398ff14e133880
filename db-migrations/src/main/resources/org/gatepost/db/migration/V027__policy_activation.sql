-- Which version decided when, and what it took over from: the way back.

CREATE TABLE policy_activation (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    version     bigint      NOT NULL REFERENCES policy_version,
    replaced    bigint      NOT NULL REFERENCES policy_version,
    rolled_back boolean     NOT NULL DEFAULT false,
    author      text        NOT NULL,
    at          timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE  policy_activation IS 'Each time another version began to decide. The columns are not called version_id: these rows belong to no version and are not copied with one.';
COMMENT ON COLUMN policy_activation.id IS 'In the order they happened.';
COMMENT ON COLUMN policy_activation.version IS 'The version that decides from then on.';
COMMENT ON COLUMN policy_activation.replaced IS 'The version that decided before: where rolling back leads.';
COMMENT ON COLUMN policy_activation.rolled_back IS 'Whether it was the way back; such a row is no way to go back again.';
COMMENT ON COLUMN policy_activation.author IS 'Login of who did it, or the user of the database whose script did.';
COMMENT ON COLUMN policy_activation.at IS 'When.';
CREATE INDEX policy_activation_version ON policy_activation (version, id);

DROP FUNCTION policy_activate(bigint);
CREATE FUNCTION policy_activate(version bigint, author text DEFAULT session_user, rolled_back boolean DEFAULT false) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    former bigint;
BEGIN
    -- The row is the lock: of two who activate at once the second sees what the first did.
    SELECT version_id INTO STRICT former FROM active_policy FOR UPDATE;
    UPDATE active_policy SET version_id = policy_activate.version, changed_at = now();
    IF former <> policy_activate.version THEN
        INSERT INTO policy_activation (version, replaced, rolled_back, author)
            VALUES (policy_activate.version, former, policy_activate.rolled_back, policy_activate.author);
    END IF;
END $$;
COMMENT ON FUNCTION policy_activate IS 'Makes a version the one that decides, and notes it. A version that does not compile leaves each node with the one it has, and raises the alarm policy; the tool policy and the desk refuse it before.';
