-- What a wild period did to a whole noise group, and the level that a verdict is against. See 0001_first.sql for what /*R*/ means.
-- common_ends are the last days of the wild periods of the baselines, common_effects what each added on the scale; empty in models frozen before.
ALTER TABLE noise_model ADD COLUMN common_ends DATE[];
ALTER TABLE noise_model ADD COLUMN common_effects DOUBLE[];
-- The frozen mean without what one wild period adds, in the unit; empty in verdicts from before, which were against the frozen mean or did not say.
ALTER TABLE assessment ADD COLUMN baseline_level DOUBLE;
