from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(scope="session")
def synthetic():
    """A synthetic result of 4,000 paths."""
    from synthetic_run import synthetic_result

    return synthetic_result()
