"""Ways out of the dashboard: slides, paper, one file for the browser, and pictures."""
