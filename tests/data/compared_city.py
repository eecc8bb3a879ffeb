"""A goal in a small invented city, and the two areas it is compared with."""

import pandas as pd

from data.store import ledger
from data.store.store import Store
from tests.data.loading import lines, load
from tests.data.portfolio import city
from tests.factories import writing

AREAS = ["omrade-a", "omrade-b", "omrade-c"]
INDEX = "area_id,indicator_id,period,value,n,margin,status,source"
PEOPLE_FILE = "area_id,indicator_id,period,value,source"
COUNTED = "area_id,indicator_id,period,value,numerator,denominator,source"
GOAL = (
    "goal_id,area_id,indicator_id,form,worse,target,baseline_periods,mid,comparator,"
    "comparator_use,title,title_en,in_headline,frozen_on,frozen_by,owner_role,document,reason"
)


def built(path, catalogue):
    """Three areas with an index: a stays at 60, b is at 40 and c at 80."""
    store = Store(path)
    city(store, catalogue, AREAS)
    measured(store, catalogue, range(2010, 2020))
    return store


def measured(store, catalogue, years, *, status="final", areas=(60, 40, 80)):
    rows = [
        f"{area},TRY03,{year},{value},200,2.0,{status},test"
        for area, value in zip(AREAS, areas, strict=True)
        if value is not None
        for year in years
    ]
    load(store, lines(INDEX, *rows), catalogue)


def promised(
    store, catalogue, indicator_id="TRY03", target=90, reference="2010|2011|2012|2013"
):
    row = (
        f"mal,omrade-a,{indicator_id},at_least,lower,{target},{reference},0.3,"
        "omrade-b|omrade-c,watch,Följer med,Keeps up,yes,2014-01-01,test,strateg,Program,test"
    )
    load(store, lines(GOAL, row), catalogue)


def populated(store, catalogue, b, c):
    rows = [f"omrade-b,BEF01,2013,{b},test", f"omrade-c,BEF01,2013,{c},test"]
    load(store, lines(PEOPLE_FILE, *rows), catalogue)


def also_compared_with_itself(store):
    """Name the goal's own area among its comparators, which no file may."""
    with writing(store) as cursor:
        listed = cursor.execute("SELECT goal_id, area_id, weight FROM goal_comparator").df()
        itself = listed.head(1).assign(area_id="omrade-a")
        ledger.write(cursor, store.revision, "goal_comparator", pd.concat([listed, itself]))


def shares(store, catalogue):
    """Bring a share from 0 to 1 with its counts, of which one is nothing."""
    homes = [
        ("omrade-a", 0.5, 500, 1000),
        ("omrade-b", 0.4, 1200, 3000),
        ("omrade-c", 0, 0, 1000),
    ]
    rows = [
        f"{area},MIX02,{year},{share},{numerator},{denominator},test"
        for year in range(2010, 2015)
        for area, share, numerator, denominator in homes
    ]
    load(store, lines(COUNTED, *rows), catalogue)
