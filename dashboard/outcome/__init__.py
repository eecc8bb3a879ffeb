"""The page Utfall."""
