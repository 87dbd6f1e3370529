-- Times are UTC ticks. Payloads are JSON text; the columns have no type so that a codec may store bytes there.
CREATE TABLE instances (
    key           INTEGER PRIMARY KEY AUTOINCREMENT,
    id            TEXT NOT NULL UNIQUE,
    name          TEXT NOT NULL,
    version       TEXT NOT NULL,
    status        INTEGER NOT NULL DEFAULT 0,  -- 0 running, 1 completed, 2 failed, 3 terminated
    parked        INTEGER NOT NULL DEFAULT 0,  -- 1: everything in its history was seen and nothing is in flight
    run           INTEGER NOT NULL DEFAULT 0,  -- how often it continued as new
    created_at    INTEGER NOT NULL,
    parent        INTEGER,                     -- whose sub-orchestration it is: key, run and task of the call
    parent_run    INTEGER,
    parent_task   INTEGER,
    custom_status ANY
) STRICT;

-- What a restart has to take up again.
CREATE INDEX instances_in_flight ON instances (key) WHERE status = 0 AND parked = 0;

-- One row per event, in the order of commit over all instances, so that a group of appends touches few pages.
CREATE TABLE history (
    position INTEGER PRIMARY KEY,
    instance INTEGER NOT NULL,
    kind     INTEGER NOT NULL,                 -- HistoryKind
    at       INTEGER NOT NULL,
    task     INTEGER NOT NULL DEFAULT 0,       -- which call of the run it belongs to
    name     TEXT,                             -- activity, orchestration or event
    detail   TEXT,                             -- due time of a timer, id of a sub-orchestration
    payload  ANY
) STRICT;

CREATE INDEX history_by_instance ON history (instance, position);

CREATE TABLE timers (
    instance INTEGER NOT NULL,
    task     INTEGER NOT NULL,
    due      INTEGER NOT NULL,
    PRIMARY KEY (instance, task)
) STRICT, WITHOUT ROWID;

CREATE INDEX timers_by_due ON timers (due);

-- How often an unfinished activity was begun again after the process had stopped under it; the first run is not counted.
CREATE TABLE activity_restarts (
    instance INTEGER NOT NULL,
    task     INTEGER NOT NULL,
    restarts INTEGER NOT NULL,
    PRIMARY KEY (instance, task)
) STRICT, WITHOUT ROWID;
