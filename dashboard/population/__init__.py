"""The page Befolkning."""
