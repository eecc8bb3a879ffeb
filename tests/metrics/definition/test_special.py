"""SciPy's functions are those of the package, which is not loaded for them."""

import subprocess
import sys

_ALONE = """
import sys
from metrics.definition import special
assert special.ndtr(0.0) == 0.5
assert "scipy.special" not in sys.modules and "numpy.f2py" not in sys.modules
import scipy.special
assert scipy.special.betaln is special.betaln and scipy.special.ndtri is special.ndtri
"""

_MEANWHILE = """
import sys, threading
from importlib import import_module
from metrics.definition import special
found = []
def other():
    from scipy.special import xlogy
    found.append(xlogy)
def load(name):
    if name.endswith("_ufuncs"):
        thread.start()
        thread.join(0.2)
    return import_module(name)
thread = threading.Thread(target=other)
special.import_module = load
special.functions()
thread.join(30)
import scipy.special
assert found == [scipy.special.xlogy]
"""


def run(program: str) -> None:
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)


def test_a_function_is_the_packages_own_and_comes_without_it():
    run(_ALONE)


def test_who_asks_for_the_package_meanwhile_waits_and_gets_it():
    run(_MEANWHILE)
