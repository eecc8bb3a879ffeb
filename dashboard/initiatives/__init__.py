"""Satsningar: what money was put into, and what can be said about what it did."""
