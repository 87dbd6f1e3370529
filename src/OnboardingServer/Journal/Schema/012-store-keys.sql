-- Keys that the store makes once and never changes, such as the one that ids are derived with.
CREATE TABLE store_keys (
    name TEXT PRIMARY KEY,
    body ANY NOT NULL
) STRICT;
