-- words holds e-mail addresses and the tenant too, and lists are sorted by name and since. The program fills the rows of before.
ALTER TABLE onboardings ADD COLUMN name TEXT NOT NULL DEFAULT '';
ALTER TABLE onboardings ADD COLUMN since INTEGER NOT NULL DEFAULT 0;
ALTER TABLE onboardings ADD COLUMN filled INTEGER NOT NULL DEFAULT 0;
UPDATE onboardings SET since = submitted_at;
CREATE INDEX onboardings_by_name ON onboardings (name, id);
CREATE INDEX onboardings_by_since ON onboardings (since, id);
CREATE INDEX onboardings_not_filled ON onboardings (id) WHERE filled = 0;
