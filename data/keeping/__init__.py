"""Keeps the facts for longer than the machine: copies, and the proof that a copy is whole."""
