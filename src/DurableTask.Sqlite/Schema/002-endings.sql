-- What retention goes by.
ALTER TABLE instances ADD COLUMN ended_at INTEGER;

UPDATE instances SET ended_at = (SELECT MAX(at) FROM history WHERE instance = instances.key) WHERE status <> 0;

CREATE INDEX instances_by_end ON instances (ended_at) WHERE ended_at IS NOT NULL;

-- The id of the key that a payload or a custom status is encrypted with; NULL: none.
ALTER TABLE history ADD COLUMN payload_key INTEGER;
ALTER TABLE instances ADD COLUMN custom_status_key INTEGER;

-- Keys that rows of this file may be encrypted with; 0: rows that are not.
CREATE TABLE payload_keys (
    id INTEGER PRIMARY KEY
) STRICT;

INSERT INTO payload_keys (id) SELECT 0 WHERE EXISTS (SELECT 1 FROM instances);
