-- Who shares a boundary with whom, worked out when boundaries come.
CREATE TABLE area_neighbour(area_id TEXT, other_area_id TEXT/*R*/);
-- What the areas of an indicator did together, worked out with each revision that touches one of them: see data/judging/common_movement.py.
CREATE TABLE common_movement(indicator_id TEXT, definition_version INTEGER, category TEXT, kind TEXT, invented BOOLEAN, period_before TEXT, period TEXT, areas INTEGER, fell INTEGER, rose INTEGER, median_change DOUBLE, mid DOUBLE, direction TEXT, alarms BOOLEAN, parent_id TEXT, parent_name TEXT, follow TEXT[]/*R*/);
-- Revisions up to this one came before it was kept.
CREATE TABLE common_movement_since AS SELECT coalesce(max(revision_id), 0) AS revision_from FROM revision;
-- Through which revision it is worked out.
CREATE TABLE common_movement_known(through INTEGER);
INSERT INTO common_movement_known VALUES (0);
