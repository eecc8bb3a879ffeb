-- On which days, and in which periods, enough areas were measured of what is kept in common_movement: what is only added is then laid to it without reading all of it again.
CREATE TABLE common_movement_days(indicator_id TEXT, definition_version INTEGER, category TEXT, kind TEXT, invented BOOLEAN, days TIMESTAMP[], periods TEXT[]);
