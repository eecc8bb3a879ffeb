"""A goal that is planned: what it would show, and the form that freezes it."""
