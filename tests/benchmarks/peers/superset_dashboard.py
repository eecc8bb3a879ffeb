"""Makes the dashboard in Superset: run in its own environment, with the file of rows.

One line chart of value and target by period, for the area that is chosen, open to everybody.
"""

import json
import os
import sys

import pandas as pd
from sqlalchemy import create_engine

HOME = os.environ["SUPERSET_HOME"]
PARAMETERS = {
    "viz_type": "echarts_timeseries_line",
    "x_axis": "period_end",
    "time_grain_sqla": "P1D",
    "metrics": [
        {"expressionType": "SQL", "sqlExpression": f"AVG({name})", "label": name}
        for name in ("value", "target")
    ],
    "groupby": [],
    "adhoc_filters": [],
    "row_limit": 10_000,
}


def make(rows: str) -> None:
    address = f"sqlite:///{HOME}/rows.db"
    frame = pd.read_csv(rows, parse_dates=["period_end"])
    frame.to_sql("observation", create_engine(address), index=False, if_exists="replace")
    area = sorted(frame["area"].unique())[0]

    from superset.app import create_app

    with create_app().app_context():
        from superset import db, security_manager
        from superset.connectors.sqla.models import SqlaTable
        from superset.models.core import Database
        from superset.models.dashboard import Dashboard
        from superset.models.slice import Slice

        database = Database(database_name="rows", sqlalchemy_uri=address)
        db.session.add(database)
        db.session.flush()
        table = SqlaTable(table_name="observation", database=database, schema="main")
        db.session.add(table)
        db.session.flush()
        table.fetch_metadata()
        parameters = {**PARAMETERS, "datasource": f"{table.id}__table"}
        parameters["adhoc_filters"] = [
            {
                "expressionType": "SIMPLE",
                "clause": "WHERE",
                "subject": "area",
                "operator": "==",
                "operatorId": "EQUALS",
                "comparator": area,
            }
        ]
        chart = Slice(
            slice_name="Against its target",
            datasource_type="table",
            datasource_id=table.id,
            datasource_name="observation",
            viz_type=parameters["viz_type"],
            params=json.dumps(parameters),
        )
        db.session.add(chart)
        db.session.flush()
        dashboard = Dashboard(
            dashboard_title="Indicators",
            slug="indicators",
            published=True,
            slices=[chart],
            position_json=json.dumps(_positions(chart.id)),
        )
        db.session.add(dashboard)
        public = security_manager.find_role("Public")
        for name, view in (
            ("all_datasource_access", "all_datasource_access"),
            ("all_database_access", "all_database_access"),
        ):
            security_manager.add_permission_role(
                public, security_manager.add_permission_view_menu(name, view)
            )
        db.session.commit()
        print(json.dumps({"chart": chart.id, "dataset": table.id}))


def _positions(chart: int) -> dict[str, object]:
    parents = ["ROOT_ID", "GRID_ID", "ROW-1"]
    return {
        "DASHBOARD_VERSION_KEY": "v2",
        "ROOT_ID": {"type": "ROOT", "id": "ROOT_ID", "children": ["GRID_ID"]},
        "GRID_ID": {
            "type": "GRID",
            "id": "GRID_ID",
            "children": ["ROW-1"],
            "parents": ["ROOT_ID"],
        },
        "ROW-1": {
            "type": "ROW",
            "id": "ROW-1",
            "children": ["CHART-1"],
            "meta": {"background": "BACKGROUND_TRANSPARENT"},
            "parents": ["ROOT_ID", "GRID_ID"],
        },
        "CHART-1": {
            "type": "CHART",
            "id": "CHART-1",
            "children": [],
            "meta": {"chartId": chart, "width": 12, "height": 50},
            "parents": parents,
        },
    }


if __name__ == "__main__":
    make(sys.argv[1])
