"""The page Katalog."""
