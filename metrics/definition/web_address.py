"""What is an address on the web that a page may link to."""

import re
from urllib.parse import urlsplit

_ODD = re.compile(
    r"[\s\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069<>\"'\\^`{|}\[\]]"
)
"""Signs that no address has unless they are coded, and those that hide what it says."""

_LONGEST = 2_000


def is_web_address(text: str) -> bool:
    """Whether a text is a whole address that begins with ``http://`` or ``https://``.

    It names a host and no user, and has no spaces, control characters, quotes or brackets.
    """
    if len(text) > _LONGEST or _ODD.search(text):
        return False
    try:
        parts = urlsplit(text)
        named = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return False
    return text.startswith(("http://", "https://")) and named and "@" not in parts.netloc
