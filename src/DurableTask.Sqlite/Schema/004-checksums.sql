-- CRC-32C of what the row says; NULL in rows that were written before. An encrypted payload is not in it: it is
-- authenticated by its own tag.
ALTER TABLE history ADD COLUMN checksum INTEGER;

-- Tells this file from any other, and how often it was opened: beside the file stands the same, so that an older copy
-- that is put in its place is known for one.
ALTER TABLE task_hub ADD COLUMN file_id TEXT;
ALTER TABLE task_hub ADD COLUMN opened INTEGER NOT NULL DEFAULT 0;

-- When it was found that an older copy had been put in place, and the time of the last row of that copy.
CREATE TABLE copies (
    found_at INTEGER NOT NULL,
    last_at  INTEGER NOT NULL
) STRICT;
