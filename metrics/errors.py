"""What can be wrong with a definition or an argument, said so that it can be mended."""


class MetricsError(Exception):
    """Base of everything the method library refuses."""


class DefinitionError(MetricsError):
    """One or more indicator definitions cannot be used; the text lists every problem."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(problems))


class UnknownIndicatorError(MetricsError):
    """No indicator in the catalogue has the requested id or code."""


class PeriodError(MetricsError):
    """A period that is written in none of the accepted ways."""


class FrameError(MetricsError):
    """Frames that nothing can be worked out from; the text names every problem."""
