"""What is measured is named with whom it is about, where that is not everybody."""

import pytest

from dashboard.text.names import measured


@pytest.mark.parametrize(
    ("category", "language", "said"),
    [
        ("", "sv", ""),
        (None, "sv", ""),
        ("tenure:rental", "sv", ", hyresrätt"),
        ("tenure:unknown", "en", ", unknown tenure"),
        ("age:65-", "sv", ", 65-"),
        ("kvinnor", "sv", ", kvinnor"),
    ],
)
def test_a_category_is_named_in_words_or_as_it_is_written(catalogue, category, language, said):
    indicator = catalogue["MIX01"]
    short = indicator.wording(language).short
    assert measured(indicator, category, language) == f"{short}{said}"
