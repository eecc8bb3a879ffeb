"""Shows: pages, figures, words, the API and the command line."""
