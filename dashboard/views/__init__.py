"""One script per page, read like a paragraph: the order of what a page shows."""
