-- What is left of an onboarding whose time is over.
CREATE TABLE tombstones (
    id   TEXT PRIMARY KEY,
    body ANY NOT NULL
) STRICT, WITHOUT ROWID;
