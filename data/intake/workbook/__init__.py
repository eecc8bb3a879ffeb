"""What workbooks of every format have in common: from sheets of cells to one table of texts."""
