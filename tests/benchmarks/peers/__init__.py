"""The same question asked of others: a tutorial's own app, and Apache Superset."""
