-- The fourth chart, the sum of the latest two: empty in what the monitors showed before there was one.
ALTER TABLE monitor_reading ADD COLUMN pair DOUBLE;
ALTER TABLE monitor_reading ADD COLUMN pair_watch DOUBLE;
ALTER TABLE monitor_reading ADD COLUMN pair_lost DOUBLE;
