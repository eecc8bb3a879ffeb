"""Proves a store in a process of its own: ``python -m dashboard.doors.proving STORE``.

The catalogue comes in on standard input and the proof, or why there is none, goes out on
standard output. A process that `multiprocessing` makes would begin by running the page that was
last drawn, which Streamlit lets stand for the program.
"""

import pickle
import subprocess
import sys
from pathlib import Path

from data.keeping.proof import Proof, proved
from data.store.errors import StoreError
from metrics.definition.catalogue import Catalogue


def proved_apart(place: Path, catalogue: Catalogue) -> Proof:
    """See `data.keeping.proof.proved`; what it takes is given back when it is done."""
    done = subprocess.run(
        [sys.executable, "-m", __name__, str(place)],
        input=pickle.dumps(catalogue),
        stdout=subprocess.PIPE,
        check=False,
    )
    if done.returncode:
        raise StoreError("Kontrollen avbröts innan den var klar. Räckte minnet?")
    found: Proof | StoreError = pickle.loads(done.stdout)
    if isinstance(found, StoreError):
        raise found
    return found


def _answer(place: Path, catalogue: Catalogue) -> Proof | StoreError:
    try:
        return proved(place, catalogue)
    except StoreError as error:
        return error


if __name__ == "__main__":
    answer = _answer(Path(sys.argv[1]), pickle.loads(sys.stdin.buffer.read()))
    sys.stdout.buffer.write(pickle.dumps(answer))
