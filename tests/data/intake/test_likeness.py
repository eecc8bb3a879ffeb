"""Names are near when they are spelt alike, and never clear when another could be meant."""

import pytest

from data.intake.likeness import Near, bare, fold, near

KNOWN = {
    bare(name): name
    for name in (
        "Tofta",
        "Gårdsten",
        "Gårdsten nordöstra",
        "Länsmansgården norra",
        "Kungälv",
        "Björkskolan 7-9",
        "Majorna Hängmattan",
    )
}


@pytest.mark.parametrize(
    "text", ["Totalt", "Summa", "Övriga områden", "1917", "1480C1010", "-"]
)
def test_sums_and_codes_are_near_no_name(text: str) -> None:
    assert near(text, KNOWN) == Near()


def test_one_misspelt_letter_is_clear() -> None:
    assert near("Kungelv", KNOWN) == Near(("Kungälv",), True)


def test_a_part_of_a_known_area_is_offered_and_never_clear() -> None:
    found = near("Gårdsten norra", KNOWN)
    assert found.ids[:2] == ("Gårdsten nordöstra", "Gårdsten")
    assert not found.clear


def test_other_digits_are_another_place() -> None:
    assert near("Björkskolan 7-8", KNOWN) == Near(("Björkskolan 7-9",), False)


def test_what_cannot_be_seen_does_not_tell_texts_apart() -> None:
    assert fold("Bergsjo\u0308n\u200b ") == fold("BERGSJÖN")
