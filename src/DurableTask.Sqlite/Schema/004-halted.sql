-- What a worker tries again when it starts, since it may have other code.
CREATE INDEX instances_halted ON instances (key) WHERE parked = 2;
