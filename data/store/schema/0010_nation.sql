-- Who shares a boundary with whom, worked out when boundaries come.
CREATE TABLE area_neighbour(area_id TEXT, other_area_id TEXT/*R*/);
