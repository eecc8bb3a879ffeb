"""One followed series, and the pieces that several pages show of it."""
