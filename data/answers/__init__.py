"""Questions to the store in the words of the field."""
