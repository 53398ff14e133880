-- What all nodes are to forget of the directory.

CREATE TABLE directory_flush (
    id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    object text        NOT NULL,
    author text        NOT NULL,
    at     timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE  directory_flush IS 'What somebody had all nodes forget of the directory. Each node looks for rows it has not seen every second; rows older than an hour are swept.';
COMMENT ON COLUMN directory_flush.id IS 'In the order they were committed: who writes locks the table.';
COMMENT ON COLUMN directory_flush.object IS 'An address, a domain (and everybody in it), or * for everything.';
COMMENT ON COLUMN directory_flush.author IS 'Login of who did it.';
COMMENT ON COLUMN directory_flush.at IS 'When.';
