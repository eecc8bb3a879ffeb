"""Small files about the promises of an invented place, and a store that has taken them in."""

# ruff: noqa: E501
import shutil
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from data.store.store import Store
from tests.files.given import AREAS, save

PROMISES = """\
löfte_id;område;löftet som det skrevs;tema;till_vem;mängd;enhet;senast;lovat_i_skede;ansvarig_roll;dokument;sida
l.lokal;ovning.ekbacken;En öppen lokal för unga;service;unga;20;timmar i veckan;;konsekvensanalys;Fritidschef;SKA Ekbacken;14
l.gata;ovning.ekbacken;Belyst gångstråk till skolan;trygghet;barn;;;2020-12-31;detaljplan;trafikchef;SKA Ekbacken;15
l.rad;ovning.ekbacken;Tio lägenheter förmedlas;bostäder;barnfamiljer;10;lägenheter;;program;bostadschef;SKA Ekbacken;17
"""

STAGES = """\
område;skede;nått_den;finns_inte;socialtjänsten_med;dokument
ovning.ekbacken;konsekvensanalys;2012-03-01;nej;nej;SKA Ekbacken
ovning.ekbacken;program;2013-05-01;nej;nej;Hållbarhetsprogram Ekbacken
ovning.ekbacken;detaljplan;2015-02-01;nej;ja;Detaljplan Ekbacken
ovning.ekbacken;avtal;2016-09-01;nej;ja;Avtal Ekbacken
ovning.ekbacken;bygglov;;ja;nej;
ovning.ekbacken;i bruk år 10;2029-05-01;nej;nej;
"""

RECORDS = """\
löfte_id;skede;hittat;bärare;dokument;sida;bindning;mängd;antecknat_av;antecknarens_roll;antecknat_den
l.lokal;detaljplan;ja;Planbeskrivning;Detaljplan Ekbacken;14;3;20;Maja Ek;Planarkitekt;2015-03-01
l.lokal;avtal;nej;;;;;;Maja Ek;planarkitekt;2024-03-01
l.rad;detaljplan;ja;Planbeskrivning;Detaljplan Ekbacken;17;2;10;Maja Ek;planarkitekt;2015-03-01
l.rad;avtal;ja;Avtalet;Avtal Ekbacken;3;4;10;Maja Ek;planarkitekt;2016-10-01
"""

CONFIRMED = """\
löfte_id;skede;bekräftat_av;bekräftarens_roll;bekräftat_den
l.lokal;avtal;Omar Lind;fritidschef;2024-05-12
"""

DECIDED = """\
löfte_id;skede;beslut;beslutat_av;beslutat_den;varför
l.lokal;avtal;bortvalt;Kommunstyrelsen;2016-06-01;Lokalen ryms i skolan.
"""

RECORD_HEADER = RECORDS.splitlines()[0]
STAGE_HEADER = STAGES.splitlines()[0]


@cache
def _built() -> Path:
    place = Path(mkdtemp()) / "promises.duckdb"
    store = Store(place)
    for text in (AREAS, PROMISES, STAGES, RECORDS):
        save(store, text)
    store.close()
    return place


def a_promised_store(folder: Path) -> Store:
    """Return a store of one's own with three promises, their stages and looks."""
    return Store(shutil.copy(_built(), folder / "store.duckdb"))


def with_rows(header: str, *rows: str) -> str:
    return "\n".join([header, *rows, ""])
