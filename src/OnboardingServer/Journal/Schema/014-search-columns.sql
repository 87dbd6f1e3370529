-- words holds e-mail addresses and the tenant too, lists are sorted by name and since, and window_ends is the end of the cancellation window of what has completed. The program fills the rows of before.
ALTER TABLE onboardings ADD COLUMN name TEXT NOT NULL DEFAULT '';
ALTER TABLE onboardings ADD COLUMN since INTEGER NOT NULL DEFAULT 0;
ALTER TABLE onboardings ADD COLUMN window_ends INTEGER;
ALTER TABLE onboardings ADD COLUMN filled INTEGER NOT NULL DEFAULT 0;
UPDATE onboardings SET since = submitted_at;
CREATE INDEX onboardings_by_name ON onboardings (name, id);
CREATE INDEX onboardings_by_since ON onboardings (since, id);
CREATE INDEX onboardings_by_stage_and_since ON onboardings (stage, since, id);
CREATE INDEX onboardings_open_by_since ON onboardings (since, id) WHERE ended = 0;
CREATE INDEX onboardings_by_window ON onboardings (window_ends) WHERE window_ends IS NOT NULL;
CREATE INDEX onboardings_not_filled ON onboardings (id) WHERE filled = 0;
