"""What the tests reach of the kernels, with the compiler off: ``python -m tests.coverage_of_kernels``.

The tests of the ledger with the kernels beside it, the random deals that guard each clause, and what reaches kernels
that are no clause's: enough to reach what can be reached, in two minutes of processor time. Lines that nothing reaches
are listed; under 96% the exit code is 1.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
LEAST = 96.0
ELSEWHERE = (
    "kernels/intrinsics.py",
    "kernels/jit.py",
    "kernels/compiling.py",
    "kernels/linking.py",
    "kernels/parts.py",
    "kernels/other_process.py",
    "kernels/optimal/*",
)
"""What the compiler alone runs or is; and the best use of a right, whose tests (``tests/optimal``) run compiled."""
TESTS = (
    "ledger",
    "mutation/parity_of_clause.py",
    "kernels/test_anti_dilution.py",
    "kernels/test_bins.py",
    "kernels/test_conversion.py",
    "kernels/test_conversion_price.py",
    "kernels/test_events.py",
    "kernels/test_exponentials.py",
    "kernels/test_fine_bins.py",
    "kernels/test_limits_general.py",
    "kernels/test_merger.py",
    "kernels/test_normal_distribution.py",
    "kernels/test_noted_prices.py",
    "kernels/test_plain_price.py",
    "kernels/test_remedies.py",
    "kernels/test_returns.py",
    "kernels/test_series_alone.py",
    "kernels/test_waiting_rights.py",
    "kernels/test_warrants.py",
    "parity/test_parity_found.py",
    "parity/test_parity_stated_numbers.py",
    "parity/test_parity_tree.py",
    "scale/test_counts.py",
)


def main() -> int:
    """Run the tests under coverage and print the table."""
    import coverage
    import pytest

    os.chdir(REPOSITORY)
    sys.dont_write_bytecode = True
    measured = coverage.Coverage(source=["kernels"], omit=ELSEWHERE, branch=True, data_file=None)
    measured.start()
    options = [
        "-q",
        "-p",
        "no:cacheprovider",
        "-p",
        "tests.parity.twin_plugin",
        "-o",
        "addopts=",
        "-m",
        "not slow",
        "--hypothesis-seed=1998",
    ]
    code = pytest.main([*options, *sys.argv[1:], *(f"tests/{each}" for each in TESTS)])
    measured.stop()
    total = measured.report(show_missing=True, skip_covered=True, file=sys.stdout)
    print(f"kernels: {total:.1f}% of lines and branches")
    return 0 if code == 0 and total >= LEAST else 1


if __name__ == "__main__":
    if os.environ.get("NUMBA_DISABLE_JIT") != "1":
        os.execve(
            sys.executable,
            [sys.executable, "-m", "tests.coverage_of_kernels", *sys.argv[1:]],
            os.environ | {"NUMBA_DISABLE_JIT": "1"},
        )
    sys.exit(main())
