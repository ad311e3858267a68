"""``kernels/bins.py``: mutants that no test can tell from the code: there is none."""

from __future__ import annotations

EQUIVALENT: dict[tuple[str, str], str] = {}
