CREATE TABLE deliveries (
    id         TEXT PRIMARY KEY,
    created_at INTEGER NOT NULL,               -- UTC ticks
    onboarding TEXT NOT NULL,
    state      INTEGER NOT NULL,
    revision   INTEGER NOT NULL,
    body       ANY NOT NULL
) STRICT;

CREATE INDEX deliveries_oldest ON deliveries (created_at, id);
CREATE INDEX deliveries_by_state ON deliveries (state, created_at, id);
CREATE INDEX deliveries_of_onboarding ON deliveries (onboarding, created_at, id);
