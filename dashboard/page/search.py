"""Finds a few of many names, so that a list of thousands is sent to nobody."""

from collections.abc import Collection, Mapping

import streamlit as st

from dashboard.text.language import translator
from dashboard.text.markdown import escape
from dashboard.text.numbers import number

MOST = 1_000
"""So many options a list may have; of more, those are offered that fit what is written."""

MOST_INDICATORS = 200
"""So many indicators: their names are long."""

_OFFERED = 50


def narrowed(
    label: str,
    options: Mapping[str, str],
    language: str,
    *,
    key: str,
    kept: Collection[str | None] = (),
    most: int | None = None,
) -> tuple[str, dict[str, str]]:
    """Return what to call a choice, and what to choose among, by id.

    Of at most `most` options, else `MOST`, it is all of them. Of more a part of the name is
    asked for, and the first that hold every written word are offered, with those `kept`.
    """
    if len(options) <= (most or MOST):
        return label, dict(options)
    _ = translator(language)
    asked = _("Skriv en del av namnet")
    written = st.text_input(label, key=f"search-{key}", placeholder=asked)
    found = matching(options, written)
    if written.strip() and not found:
        said = _("Inget namn innehåller {written}. Skriv en kortare del av det.")
        st.caption(said.format(written=escape(written.strip())))
    ids = dict.fromkeys([*(one for one in kept if one in options), *found[:_OFFERED]])
    counted = number(len(found), 0, language)
    said = _("De {shown} första av {count} träffar") if len(found) > _OFFERED else _("Träffar")
    offered = {str(one): options[str(one)] for one in ids}
    return said.format(shown=_OFFERED, count=counted), offered


def matching(options: Mapping[str, str], written: str) -> list[str]:
    """Return the ids whose names hold every word, those that begin so first; none of none."""
    asked = written.casefold().strip()
    words = asked.split()
    if not words:
        return []
    found = [one for one, name in options.items() if _holds(name, words)]
    return sorted(found, key=lambda one: not options[one].casefold().startswith(asked))


def _holds(name: str, words: list[str]) -> bool:
    plain = name.casefold()
    return all(word in plain for word in words)
