"""Draws a chart as a native PowerPoint chart."""
