"""The rows of a run as one hash: every bit of every column of 10,000 paths, whatever is installed.

``python -m tests.wheels.golden`` compares with the hash that is kept; ``--write`` keeps it anew, after a change that
is meant to move numbers. Run by a file's path it needs nothing of the repository: so an installed wheel is tried.
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path

PATHS = 10_000
SCENARIO = "valence-1998-conversion-only"
KEPT = Path(__file__).with_name("golden.json")


def rows_hash() -> str:
    """SHA-256 of the columns' names and bytes, in order; a value that is undefined counts as zero, and by its mask."""
    import numpy as np

    import simulate

    rows = simulate.run(SCENARIO, paths=PATHS, keep_paths=True).paths
    digest = hashlib.sha256()
    for name in rows.column_names:
        column = rows[name].combine_chunks()
        undefined = np.asarray(column.is_null())
        values = np.asarray(column.fill_null(0)) if column.null_count else np.asarray(column)
        if values.dtype == bool:
            values = values.astype(np.uint8)
        digest.update(name.encode() + np.ascontiguousarray(values).tobytes() + undefined.tobytes())
    return digest.hexdigest()


def main() -> int:
    """Compare or keep; the exit code tells."""
    found = rows_hash()
    if "--write" in sys.argv:
        KEPT.write_text(json.dumps({"scenario": SCENARIO, "paths": PATHS, "sha256": found}, indent=2) + "\n")
        return 0
    kept = json.loads(KEPT.read_text())["sha256"]
    print(f"{SCENARIO}, {PATHS:,} paths: {found[:16]}, {'as kept' if found == kept else f'not {kept[:16]}'}")
    return 0 if found == kept else 1


if __name__ == "__main__":
    sys.exit(main())
