"""``kernels/money.py``: mutants that no test can tell from the code; there are none."""

from __future__ import annotations

EQUIVALENT: dict[tuple[str, str], str] = {}
