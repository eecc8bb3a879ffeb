"""The page Jämför."""
