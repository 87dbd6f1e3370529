CREATE TABLE approvals (
    onboarding TEXT PRIMARY KEY,
    since      INTEGER NOT NULL,               -- UTC ticks
    state      INTEGER NOT NULL,
    news       INTEGER NOT NULL,               -- 1: the onboarding has to be woken
    revision   INTEGER NOT NULL,
    body       ANY NOT NULL
) STRICT;

CREATE INDEX approvals_oldest ON approvals (since, onboarding);
CREATE INDEX approvals_by_state ON approvals (state, since, onboarding);
CREATE INDEX approvals_with_news ON approvals (since, onboarding) WHERE news = 1;
