"""What the training data was made to show."""

import csv
from importlib import resources

from data import sample


def intended(file: str, key: str) -> dict[str, str]:
    """The state each row of a file of the sample was made for, by its id."""
    text = (resources.files(sample) / file).read_text("utf-8")
    return {row[key]: row["state"] for row in csv.DictReader(text.splitlines())}
