-- What Durable Task knows of an instance and the tables above do not. Tags are a JSON object of strings; they are not encrypted.
ALTER TABLE instances ADD COLUMN tags TEXT;
ALTER TABLE instances ADD COLUMN start_at INTEGER;             -- it is not to run before this time
ALTER TABLE instances ADD COLUMN suspended INTEGER NOT NULL DEFAULT 0;
ALTER TABLE instances ADD COLUMN started INTEGER NOT NULL DEFAULT 0;  -- 1: its code has run; also to be seen by the calls in its history
ALTER TABLE instances ADD COLUMN parent_id TEXT;               -- of the parent, which may be purged first
ALTER TABLE instances ADD COLUMN parent_name TEXT;

UPDATE instances SET started = 1 WHERE parked <> 0;

CREATE INDEX instances_by_parent ON instances (parent) WHERE parent IS NOT NULL;

-- The number of the last of these scripts. Files that were written before this table existed are told apart by their columns; user_version is the application's own number.
CREATE TABLE task_hub (
    version INTEGER NOT NULL
) STRICT;

INSERT INTO task_hub (version) VALUES (3);
