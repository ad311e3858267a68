"""What the tests reach of the kernels, with the compiler off: ``python -m tests.coverage_of_kernels``.

The tests by hand and against the ledger that guard each module, and those of what is no clause: enough to reach what
can be reached, in minutes. Lines that nothing reaches are listed; under 99% of lines the exit code is 1.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
LEAST = 99.0
ALSO = (
    "kernels/test_draws.py",
    "kernels/test_exact.py",
    "kernels/test_exponentials.py",
    "kernels/test_normal.py",
    "kernels/test_normal_distribution.py",
    "kernels/test_random.py",
    "kernels/test_series_alone.py",
    "kernels/test_whole_session.py",
    "parity/test_parity_found.py",
    "parity/test_parity_stated_numbers.py",
    "parity/test_parity_tree.py",
)
"""What reaches kernels that are no clause's."""


def main() -> int:
    """Run the tests under coverage and print the table."""
    import coverage
    import pytest

    os.chdir(REPOSITORY)
    sys.dont_write_bytecode = True
    measured = coverage.Coverage(source=["kernels"], branch=True, data_file=None)
    measured.start()
    from tests.mutation.guards import TESTS

    tests = sorted({each for tests in TESTS.values() for each in tests} | set(ALSO))
    options = ["-q", "-p", "no:cacheprovider", "-o", "addopts=", "-m", "not slow", "--hypothesis-seed=1998"]
    code = pytest.main([*options, *sys.argv[1:], *(f"tests/{each}" for each in tests)])
    measured.stop()
    total = measured.report(show_missing=True, skip_covered=True, file=sys.stdout)
    print(f"kernels: {total:.1f}% of lines and branches, by {len(tests)} files of tests and sets of deals")
    return 0 if code == 0 and total >= LEAST else 1


if __name__ == "__main__":
    if os.environ.get("NUMBA_DISABLE_JIT") != "1":
        os.execve(
            sys.executable,
            [sys.executable, "-m", "tests.coverage_of_kernels", *sys.argv[1:]],
            os.environ | {"NUMBA_DISABLE_JIT": "1"},
        )
    sys.exit(main())
