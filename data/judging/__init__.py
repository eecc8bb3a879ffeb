"""Prepares goals and facts for a decision, and keeps what was decided."""
