-- The same company is found by its registration number alone.
CREATE INDEX onboardings_by_registration ON onboardings (partner, registration) WHERE registration IS NOT NULL;
