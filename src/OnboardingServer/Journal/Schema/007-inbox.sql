CREATE TABLE inbox (
    id          TEXT PRIMARY KEY,
    received_at INTEGER NOT NULL,              -- UTC ticks
    state       INTEGER NOT NULL,
    revision    INTEGER NOT NULL,
    body        ANY NOT NULL
) STRICT;

CREATE INDEX inbox_oldest ON inbox (received_at, id);
CREATE INDEX inbox_by_state ON inbox (state, received_at, id);
