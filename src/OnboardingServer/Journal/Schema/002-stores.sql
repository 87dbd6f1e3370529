-- Bodies are the JSON of the record; the columns beside them are what is searched by. Times are UTC ticks.
CREATE TABLE onboardings (
    id           TEXT PRIMARY KEY,
    submitted_at INTEGER NOT NULL,
    partner      TEXT NOT NULL,
    reseller     TEXT,
    batch        TEXT,
    stage        TEXT NOT NULL,
    ended        INTEGER NOT NULL,
    error_code   TEXT,
    domain       TEXT,                         -- lower case
    company      TEXT,                         -- upper case
    registration TEXT,
    words        TEXT NOT NULL,                -- company, reference and domain in upper case, a line each
    body         ANY NOT NULL
) STRICT;

CREATE INDEX onboardings_newest ON onboardings (submitted_at DESC, id DESC);
CREATE INDEX onboardings_by_stage ON onboardings (stage, submitted_at DESC, id DESC);
CREATE INDEX onboardings_open ON onboardings (submitted_at DESC, id DESC) WHERE ended = 0;
CREATE INDEX onboardings_by_batch ON onboardings (batch, submitted_at DESC, id DESC) WHERE batch IS NOT NULL;
CREATE INDEX onboardings_by_error ON onboardings (error_code, submitted_at DESC, id DESC) WHERE error_code IS NOT NULL;
CREATE INDEX onboardings_by_domain ON onboardings (partner, domain);
CREATE INDEX onboardings_by_company ON onboardings (partner, company, registration);

CREATE TABLE changes (
    onboarding TEXT NOT NULL,
    sequence   INTEGER NOT NULL,
    body       ANY NOT NULL,
    PRIMARY KEY (onboarding, sequence)
) STRICT, WITHOUT ROWID;

CREATE TABLE obligations (
    id         TEXT PRIMARY KEY,
    since      INTEGER NOT NULL,
    onboarding TEXT NOT NULL,
    state      INTEGER NOT NULL,
    revision   INTEGER NOT NULL,
    body       ANY NOT NULL
) STRICT;

CREATE INDEX obligations_oldest ON obligations (since, id);
CREATE INDEX obligations_by_state ON obligations (state, since, id);
CREATE INDEX obligations_by_onboarding ON obligations (onboarding, since, id);

CREATE TABLE audit (
    id      TEXT PRIMARY KEY,
    subject TEXT NOT NULL,
    at      INTEGER NOT NULL,
    body    ANY NOT NULL
) STRICT;

CREATE INDEX audit_by_subject ON audit (subject, at);
