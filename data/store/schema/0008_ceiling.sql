-- a value that is suppressed may be known to be small: at most ceiling, in the indicator's unit
ALTER TABLE observation ADD COLUMN ceiling DOUBLE;
