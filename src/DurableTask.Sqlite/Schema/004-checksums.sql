-- CRC-32C of what the row says; NULL in rows that were written before. An encrypted payload is not in it: it is
-- authenticated by its own tag.
ALTER TABLE history ADD COLUMN checksum INTEGER;

-- Tells this file from any other, and how often it was opened: beside the file stands the same, so that an older copy
-- that is put in its place is known for one.
ALTER TABLE task_hub ADD COLUMN file_id TEXT;
ALTER TABLE task_hub ADD COLUMN opened INTEGER NOT NULL DEFAULT 0;
