"""Writing in by hand: forms drawn from a table, one for every kind that may have one."""
