"""Words and numbers as people read them: pure, in the language asked for."""
