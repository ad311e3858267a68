"""What a file comes to: taken, or refused with words. Anything else is a fault, told with the number that makes it.

``python -m tests.fuzz.outcome COUNT`` tries that many files of each kind; the suite tries a few dozen.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from random import Random

from simulate.config.canonical import config_hash, to_yaml
from simulate.errors import FloorlessError
from simulate.history import describe, read_record
from simulate.load import load
from simulate.shipped import shipped_folder
from simulate.terms import make_terms
from simulate.words import assumed_inputs, choices_in_force, deal_in_words

LONGEST_SECONDS = 20.0
"""On a busy machine; the largest file that is read takes a few."""
LONGEST_MESSAGE = 2_100


def scenario_outcome(path: Path) -> str:
    """``taken`` or ``refused``: all that ``floorless check`` does with a scenario file."""
    try:
        scenario = load(path)
        make_terms(scenario)
    except FloorlessError as error:
        return refused(error)
    assert all(deal_in_words(scenario))
    assert [item.line() for item in choices_in_force(scenario)]
    assumed_inputs(scenario)
    # What was taken is what is written out again: nothing is silently something else.
    again = path.with_name("again.yaml")
    again.write_text(to_yaml(scenario), encoding="utf-8")
    assert load(again) == scenario
    assert config_hash(load(again)) == config_hash(scenario)
    return "taken"


def record_outcome(path: Path) -> str:
    """``taken`` or ``refused``: all that ``floorless history`` does with a price record."""
    try:
        record = read_record(path, spread_fraction=Decimal("0.015"))
    except FloorlessError as error:
        return refused(error)
    assert list(record.dates) == sorted(set(record.dates))
    for close, bid in zip(record.closes, record.bids, strict=True):
        assert 0 < bid <= close < 10**10  # NaN fails it too
    assert all(volume is None or 0 <= volume <= 10**12 for volume in record.volumes)
    try:
        assert describe(record).lines()
    except FloorlessError as error:
        return refused(error)
    return "taken"


def refused(error: FloorlessError) -> str:
    """``refused``, if the error has words for it that fit on a screen."""
    assert error.messages
    assert all(message.strip() for message in error.messages)
    assert max(map(len, error.messages)) < LONGEST_MESSAGE
    return "refused"


def attempt(content: bytes, name: str, outcome: Callable[[Path], str], folder: Path) -> str:
    """Write a file alone in a folder, and see what it comes to, how fast, and that nothing else appears there."""
    path, kept = folder / name, folder / "history"
    if not kept.is_dir():  # the record that scenarios name
        shutil.copytree(shipped_folder() / "history", kept)
    path.write_bytes(content)
    began = time.perf_counter()
    found = outcome(path)
    took = time.perf_counter() - began
    assert took < LONGEST_SECONDS, f"took {took:.1f} s"
    strange = set(os.listdir(folder)) - {name, "again.yaml", kept.name}
    assert not strange, strange
    assert path.read_bytes() == content
    return found


def main(count: int) -> None:
    """Try files by their numbers, and print what they came to."""
    from mutations import record_file, scenario_file

    began, found, slowest = time.perf_counter(), Counter[str](), 0.0
    with tempfile.TemporaryDirectory() as scratch:
        os.chdir(scratch)
        kinds = ((scenario_file, "deal.yaml", scenario_outcome), (record_file, "record.csv", record_outcome))
        for make, name, outcome in kinds:
            folder = Path(scratch) / name.partition(".")[0]
            folder.mkdir()
            for number in range(count):
                content, start = make(Random(number)), time.perf_counter()
                try:
                    found[f"{name} {attempt(content, name, outcome, folder)}"] += 1
                except Exception as error:
                    found[f"{name} FAULT"] += 1
                    print(f"{name} {number}: {type(error).__name__}: {str(error)[:300]}", flush=True)
                slowest = max(slowest, time.perf_counter() - start)
        assert set(os.listdir(scratch)) == {"deal", "record"}
    print(dict(found), f"slowest {slowest:.2f} s, in all {time.perf_counter() - began:.0f} s")


if __name__ == "__main__":
    sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1])]
    main(int(sys.argv[1]))
