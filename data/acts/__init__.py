"""What changes the store: saving, undoing, deciding again, meetings."""
