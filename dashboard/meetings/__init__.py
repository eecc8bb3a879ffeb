"""Meetings: planned, opened with what has happened, and left with decisions."""
