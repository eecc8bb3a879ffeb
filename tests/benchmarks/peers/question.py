"""How has this indicator gone in this area against its target: the rows that answer it."""

from pathlib import Path

from dashboard.installation import open_installation
from dashboard.settings import settings
from data.answers.goals import all_goals
from data.answers.series import observations_of, series_of

COLUMNS = ["area", "indicator", "period_end", "value", "target"]


def write_rows(store: Path, target: Path) -> None:
    """Write every measurement of a store, with its target if it has one, as CSV.

    It is what the peers are given: the same rows that Kvarvärde answers from.
    """
    here = open_installation(settings({"KVARVARDE_STORE": str(store)}), new=False)
    reader = here.door.reader(here.door.who())
    series = reader.ask(series_of, area_id=None, indicator_id=None)
    measured = reader.ask(observations_of, series_ids=series["series_id"].tolist())
    targets = reader.ask(all_goals)[["series_id", "target_low"]].drop_duplicates("series_id")
    rows = measured.merge(targets, how="left", on="series_id").rename(
        columns={"area_id": "area", "indicator_id": "indicator", "target_low": "target"}
    )
    rows.dropna(subset=["value"])[COLUMNS].to_csv(target, index=False)
