"""The ways in: command line, HTTP API, server."""
