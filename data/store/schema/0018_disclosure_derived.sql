-- What follows from a value and one of its two counts, and what another supplier says of the same, give hidden numbers away too: what is hidden is worked out again.
UPDATE disclosure_known SET through = 0;
