"""The figures as pictures, against stored ones: for the developers' tools, with ``--mpl``.

Fonts are those that matplotlib brings with it; the tolerance is the library's own. A figure that was
changed on purpose gets a new picture by
``python -m pytest tests/plots/test_pictures.py --mpl-generate-path=tests/plots/baseline``.
"""

from __future__ import annotations

import pytest

pytest.importorskip("pytest_mpl", reason="pictures are compared by the developers' tools")

from made_up import PATHS, PRICES, SENSITIVITIES, result_with_cash_calls

from simulate.plots import FIGURES, WHOLE_FIGURES

compared = pytest.mark.mpl_image_compare(
    baseline_dir="baseline", savefig_kwargs={"dpi": 50, "metadata": {"Software": None}}
)


@pytest.fixture(scope="module")
def called():
    return result_with_cash_calls()


@compared
@pytest.mark.parametrize("name", [*FIGURES, *WHOLE_FIGURES])
def test_picture(called, name):
    return getattr(called.plot, name)()


@compared
def test_picture_of_the_tornado(called):
    return called.plot.tornado(SENSITIVITIES, output="New shares", unit="million shares", paths=PATHS)


@compared
def test_picture_of_hypothetical_prices(called):
    return called.plot.price_table(PRICES)
