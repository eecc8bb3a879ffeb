-- Frozen noise, what the monitors showed, and what an assessment says beyond the state. See 0001_first.sql for what /*R*/ means.
-- One row per noise group: an indicator and category at one pace and in one size class. "between" is a variance on the scale.
CREATE TABLE noise_model(noise_group TEXT, indicator_id TEXT, definition_version INTEGER, category TEXT, looks_per_year DOUBLE, scale TEXT, with_errors BOOLEAN, alone BOOLEAN, "between" DOUBLE, scatter DOUBLE, degrees_of_freedom DOUBLE, areas INTEGER, rho DOUBLE, season DOUBLE[], season_measurements DOUBLE, season_variation DOUBLE, drift_ratio DOUBLE, drifting BOOLEAN, estimated_through DATE/*R*/);
-- One row per goal, reference, side of a band and look: the numbers that decided.
CREATE TABLE monitor_reading(goal_id TEXT, reference TEXT, side TEXT, period TEXT, period_end DATE, look INTEGER, residual DOUBLE, sd DOUBLE, ewma DOUBLE, cusum DOUBLE, self_starting DOUBLE, ewma_watch DOUBLE, cusum_watch DOUBLE, self_starting_watch DOUBLE, ewma_lost DOUBLE, cusum_lost DOUBLE, self_starting_lost DOUBLE, watch BOOLEAN, lost BOOLEAN, preliminary BOOLEAN/*R*/);
-- What an area weighs in a comparator that names no weights: its population, frozen with the baseline.
CREATE TABLE comparator_weight(goal_id TEXT, area_id TEXT, weight DOUBLE/*R*/);
-- p_loss is the one p-value of a sampled goal; on_agenda is lost and, where it is sampled, at most the threshold of the run.
ALTER TABLE assessment ADD COLUMN behind DOUBLE;
ALTER TABLE assessment ADD COLUMN p_loss DOUBLE;
ALTER TABLE assessment ADD COLUMN on_agenda BOOLEAN;
ALTER TABLE assessment ADD COLUMN onset_low DATE;
ALTER TABLE assessment ADD COLUMN onset_high DATE;
ALTER TABLE assessment ADD COLUMN questions JSON;
ALTER TABLE assessment ADD COLUMN peers_changed INTEGER;
ALTER TABLE assessment ADD COLUMN peers_compared INTEGER;
ALTER TABLE assessment ADD COLUMN drifting BOOLEAN;
ALTER TABLE assessment ADD COLUMN noise_group TEXT;
-- The family of the false-discovery rate, and what was frozen with the run.
ALTER TABLE assessment_run ADD COLUMN family TEXT;
ALTER TABLE assessment_run ADD COLUMN tested INTEGER;
ALTER TABLE assessment_run ADD COLUMN q DOUBLE;
ALTER TABLE assessment_run ADD COLUMN p_threshold DOUBLE;
ALTER TABLE assessment_run ADD COLUMN monitored INTEGER;
ALTER TABLE assessment_run ADD COLUMN calibrated INTEGER;
-- Invented goals are a family of their own: real and invented figures are never counted together.
ALTER TABLE assessment_run ADD COLUMN tested_invented INTEGER;
ALTER TABLE assessment_run ADD COLUMN p_threshold_invented DOUBLE;
ALTER TABLE assessment_run ADD COLUMN monitored_invented INTEGER;
