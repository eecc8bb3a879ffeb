-- The last measurement at which a goal was met, and its value: what is gone was there until then. Empty in verdicts made before it was said.
ALTER TABLE assessment ADD COLUMN met_period TEXT;
ALTER TABLE assessment ADD COLUMN met_value DOUBLE;
