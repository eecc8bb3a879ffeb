"""Draws a chart as SVG, without a browser."""
