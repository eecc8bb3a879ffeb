"""Descriptions drawn as plain Plotly specifications: JSON out, no page and no store."""
