"""The parts of the page Löfteskedjan, in the order they are read."""
