"""The parts of Läget, one after the other as they stand on the page."""
