"""Charts: described once, drawn for the screen, a file and a slide."""
