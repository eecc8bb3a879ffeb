"""What an indicator is, and when it is measured."""
