-- /*R*/ expands to the revision columns: a row is valid for a reader pinned to revision r where
-- revision_from <= r < revision_to. Rows are closed and added, never changed or deleted.
-- brought_by is the revision that first said it: an undo puts a row back under its own number.
-- There are no primary keys: they cost four times the file and block ALTER; the commit step checks uniqueness.
-- TIMESTAMP is UTC. Periods are inclusive dates. Values are in the indicator's published unit (percent 0-100).
CREATE SEQUENCE series_ids;
CREATE TABLE revision(revision_id INTEGER, kind TEXT, committed_at TIMESTAMP, actor TEXT, organisation_id TEXT, undoes INTEGER, file_name TEXT, file_sha256 TEXT, note TEXT);
-- places
CREATE TABLE area(area_id TEXT, kind TEXT, name TEXT, name_en TEXT, municipality_id TEXT, owner_organisation_id TEXT, invented BOOLEAN, source TEXT, note TEXT/*R*/);
CREATE TABLE area_code(area_id TEXT, scheme TEXT, geo_version TEXT, code TEXT/*R*/);
CREATE TABLE area_boundary(area_id TEXT, geo_version TEXT, geojson TEXT, source TEXT, licence TEXT/*R*/);
CREATE TABLE area_relation(area_id TEXT, other_area_id TEXT, relation TEXT, geo_version TEXT, share DOUBLE, basis TEXT/*R*/);
-- meanings
CREATE TABLE indicator(indicator_id TEXT, definition_version INTEGER, definition_sha256 TEXT, definition JSON, direction_confirmed_by TEXT, direction_confirmed_on DATE/*R*/);
CREATE TABLE ladder(indicator_id TEXT, definition_version INTEGER, class_code TEXT, severity INTEGER, label_sv TEXT, label_en TEXT, retired_on DATE/*R*/);
-- facts
CREATE TABLE series(series_id INTEGER, indicator_id TEXT, definition_version INTEGER, area_id TEXT, geo_version TEXT, category TEXT, supplier TEXT, revision_from INTEGER);
CREATE TABLE observation(series_id INTEGER, period TEXT, period_start DATE, period_end DATE, value DOUBLE, class_code TEXT, numerator DOUBLE, denominator DOUBLE, n INTEGER, low DOUBLE, high DOUBLE, missing_reason TEXT, status TEXT, evidence TEXT, source TEXT, note TEXT/*R*/);
CREATE TABLE series_break(break_id TEXT, indicator_id TEXT, definition_version INTEGER, area_id TEXT, category TEXT, first_period TEXT, first_period_start DATE, kind TEXT, blocks_change BOOLEAN, blocks_level BOOLEAN, classes_affected TEXT[], certain BOOLEAN, note_sv TEXT, note_en TEXT, source TEXT/*R*/);
CREATE TABLE event(event_id TEXT, starts_on DATE, ends_on DATE, title TEXT, text TEXT, effect TEXT, author TEXT, source TEXT/*R*/);
CREATE TABLE event_scope(event_id TEXT, area_id TEXT, indicator_id TEXT/*R*/);
-- goals and verdicts
CREATE TABLE document(document_id TEXT, title TEXT, url TEXT, published_on DATE, organisation_id TEXT/*R*/);
CREATE TABLE goal(goal_id TEXT, goal_version INTEGER, series_id INTEGER, title TEXT, title_en TEXT, form TEXT, worse TEXT, baseline_periods TEXT[], baseline_value DOUBLE, baseline_se DOUBLE, baseline_class TEXT, baseline_revision INTEGER, target_low DOUBLE, target_high DOUBLE, target_classes TEXT[], target_due DATE, earliest_effect DATE, denominator_text TEXT, comparator_use TEXT, comparator_weighting TEXT, mid DOUBLE, minimum_n INTEGER, horizon INTEGER, confirm INTEGER, confirm_days INTEGER, stale_after_days INTEGER, in_headline BOOLEAN, after_the_fact BOOLEAN, frozen_on DATE, frozen_by TEXT, owner_role TEXT, document_id TEXT, page TEXT, reason TEXT/*R*/);
CREATE TABLE goal_comparator(goal_id TEXT, area_id TEXT, weight DOUBLE/*R*/);
CREATE TABLE assessment_run(revision_id INTEGER, assessed_on DATE, rule_version TEXT, assessed INTEGER, changed INTEGER, watch_rate DOUBLE, lost_rate DOUBLE, expected_false_watch DOUBLE, expected_false_lost DOUBLE);
CREATE TABLE assessment(goal_id TEXT, goal_version INTEGER, assessed_on DATE, last_period TEXT, state TEXT, since DATE, was_reached BOOLEAN, was_lost BOOLEAN, also_below_baseline BOOLEAN, narrowly BOOLEAN, evidence_grade INTEGER, value DOUBLE, class_code TEXT, low DOUBLE, high DOUBLE, worsening DOUBLE, p_baseline DOUBLE, p_target DOUBLE, p_comparator DOUBLE, watch BOOLEAN, onset DATE, size DOUBLE, size_low DOUBLE, size_high DOUBLE, detectable DOUBLE, reason TEXT, break_id TEXT, reassess_on DATE, rule_version TEXT/*R*/);
CREATE MACRO revision_on(moment) AS (SELECT max(revision_id) FROM revision WHERE committed_at <= moment);
