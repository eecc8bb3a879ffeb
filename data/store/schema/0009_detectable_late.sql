-- The smallest worsening that would have been seen if it began in the last two years, in the unit; empty in verdicts made before it was said, where nothing would have been, and where a verdict is not calm.
ALTER TABLE assessment ADD COLUMN detectable_late DOUBLE;
