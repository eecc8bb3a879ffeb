"""The package with which anybody can recompute a verdict, from published figures only."""

from dashboard.export.recompute.package import Judged, package

__all__ = ["Judged", "package"]
