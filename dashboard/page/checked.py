"""Charts that have been checked once, and are not checked again at each rerun."""

from typing import Any

from plotly.graph_objects import Figure


def checked(done: Any) -> Any:
    """Check the charts in what is finished, alone or among what belongs to them.

    Streamlit lets Plotly check every plain specification again at each rerun, which is half of
    what a page with one chart costs; a `Figure` has been checked.
    """
    if isinstance(done, dict) and done.keys() >= {"data", "layout"}:
        return _Checked(done)
    if type(done) is tuple:
        return tuple(checked(one) for one in done)
    return done


class _Checked(Figure):  # type: ignore[misc]
    """A chart that has been checked, and that nobody changes: it is copied out once."""

    def to_dict(self) -> dict[str, Any]:
        """Return the chart as Plotly writes it."""
        if self._written is None:
            self._written = super().to_dict()
        return self._written

    _written: dict[str, Any] | None = None
