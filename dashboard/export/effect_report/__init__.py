"""The effect report of one initiative: its lines, its words, and the paper they are set on."""
