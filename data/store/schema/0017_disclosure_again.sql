-- Bands inside bands, a year and its quarters, and areas that replace others give hidden numbers away too: what is hidden is worked out again from the beginning.
UPDATE disclosure_known SET through = 0;
