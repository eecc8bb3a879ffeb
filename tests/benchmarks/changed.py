"""Saves another value of one measurement of the shipped store, as a program would."""

import json

import httpx

FILE = "area_id;indicator_id;period;value\novning.ekbacken.centrum;TRY14;2025;{value:.1f}\n"
ANSWER = {"answers_of_another_value:TRY14": "keep"}


def save(url: str, value: float) -> int:
    """Save the value through the API of the server at `url`; return the revision it became."""
    answer = httpx.post(
        f"{url}/api/v1/imports",
        files={"file": ("changed.csv", FILE.format(value=value).encode())},
        data={"actor": "bench", "answers": json.dumps(ANSWER)},
        timeout=3_000,
        trust_env=False,
    )
    assert answer.is_success, answer.text
    return int(answer.json()["revision"])
