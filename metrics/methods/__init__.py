"""Measures and reading aids on their own: each in a module, with its source."""
