"""The store file: rows that carry their revisions, and how they are written."""
