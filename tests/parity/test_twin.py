"""What the tests of the ledger work out by hand, the kernels give too (``twin.py``), with the compiler off."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest
from repository import REPOSITORY


def beside_the_ledger(*tests: str) -> int:
    """How many hand-made paths the kernels ran to the same numbers."""
    ended = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-x",
            "-p",
            "no:cacheprovider",
            "-p",
            "tests.parity.twin_plugin",
            *tests,
        ],
        cwd=REPOSITORY,
        env=os.environ | {"NUMBA_DISABLE_JIT": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stdout[-3000:]
    compared = re.search(r"kernels beside the ledger: .*?(\d+) compared", ended.stdout)
    assert compared is not None, ended.stdout
    return int(compared[1])


def test_the_kernels_give_what_redemption_and_the_cap_test_come_to_by_hand():
    assert beside_the_ledger("tests/ledger/test_ledger_redemption.py", "tests/ledger/test_ledger_cap_test.py") > 30


@pytest.mark.slow
def test_the_kernels_give_what_every_test_of_the_ledger_comes_to_by_hand():
    assert beside_the_ledger("tests/ledger") > 600
