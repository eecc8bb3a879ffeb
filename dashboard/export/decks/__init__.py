"""What is exported: decks of slides, each one sentence and one thing to look at."""
