"""The one door to facts: reads, checks, keeps and answers."""
