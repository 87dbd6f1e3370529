CREATE TABLE batches (
    id         TEXT PRIMARY KEY,
    created_at INTEGER NOT NULL,               -- UTC ticks
    ended      INTEGER NOT NULL,
    revision   INTEGER NOT NULL,
    body       ANY NOT NULL
) STRICT;

CREATE INDEX batches_newest ON batches (created_at DESC, id DESC);
CREATE INDEX batches_open ON batches (created_at, id) WHERE ended = 0;

CREATE TABLE batch_rows (
    batch  TEXT NOT NULL,
    number INTEGER NOT NULL,
    status TEXT NOT NULL,
    body   ANY NOT NULL,
    PRIMARY KEY (batch, number)
) STRICT, WITHOUT ROWID;

CREATE INDEX batch_rows_by_status ON batch_rows (batch, status, number);
