"""Text that somebody wrote, made fit to stand in Markdown."""

import re

_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+!|<>~$:-])")


def escape(text: str) -> str:
    """Make somebody's text harmless in Markdown."""
    return _SPECIAL.sub(r"\\\1", text)
