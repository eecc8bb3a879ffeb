"""The page Område."""
