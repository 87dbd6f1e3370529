-- From here on the histories are those of a task hub, which has scripts of its own. Nothing changes in these tables; the number tells older programs to leave the file alone.
SELECT 1;
