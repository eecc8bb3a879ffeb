"""The page Karta."""
