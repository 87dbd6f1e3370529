CREATE TABLE drafts (
    id         TEXT PRIMARY KEY,
    expires_at INTEGER NOT NULL,               -- UTC ticks
    revision   INTEGER NOT NULL,
    body       ANY NOT NULL
) STRICT;

CREATE INDEX drafts_by_expiry ON drafts (expires_at, id);
