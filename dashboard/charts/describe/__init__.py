"""What a chart says, apart from how it is drawn: pure, and the same for every way out."""
