"""Samplings that a scenario may not have: in words, at the line, with what to do."""

from __future__ import annotations

import re

import pytest
from deals import scenario
from refusals import line_of, refused
from repository import SHIPPED


@pytest.mark.parametrize(
    ("sampling", "paths", "said"),
    [
        ("antithetic", 1001, "paths 1,001 are not at least 2 whole pairs"),
        ("antithetic", 2, "give 4"),
        ("sobol", 100_000, "give 98,304 or 102,400"),
        ("sobol", 4096, "give 8,192"),
        ("sobol", 2**20 + 4096, r"more than exact_quantiles \(1,048,576\)"),
    ],
)
def test_paths_that_do_not_fit_are_refused_in_words(sampling, paths, said, write):
    file = write(("run:\n", f"run:\n  sampling: {sampling}\n"))
    text = file.read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("  paths:")]
    at = lines.index("run:")
    lines.insert(at + 1, f"  paths: {paths}")
    file.write_text("\n".join(lines), encoding="utf-8")
    messages = refused(file)
    assert len(messages) == 1
    assert messages[0].startswith(f"{line_of(file, f'  paths: {paths}')}: run.paths: ")
    assert re.search(said, messages[0]), messages
    assert "set sampling to plain" in messages[0]


@pytest.mark.parametrize("sampling", ["antithetic", "sobol"])
def test_a_record_has_no_negative_and_no_bridge(sampling, write):
    file = write(text=(SHIPPED / "valence-1998-bootstrap.yaml").read_text(encoding="utf-8"))
    record = SHIPPED / "history" / "vlnc.csv"
    text = file.read_text(encoding="utf-8").replace("history/vlnc.csv", str(record))
    text = text.replace("\nrun:\n  paths: 100000\n", f"\nrun:\n  paths: 8192\n  sampling: {sampling}\n")
    file.write_text(text, encoding="utf-8")
    (message,) = [each for each in refused(file) if "sampling" in each]
    assert f"run.sampling {sampling} does not go with market.price.model bootstrap: " in message
    assert "set run.sampling to plain" in message


def test_garch_has_pairs_and_no_bridge():
    garch = {
        "model": "garch",
        "omega_per_session": "0.0001",
        "alpha": "0.1",
        "beta": "0.85",
        "degrees_of_freedom": 5,
    }
    scenario(market={"price": garch}, run={"paths": 4, "sampling": "antithetic"})
    with pytest.raises(ValueError, match="plain or antithetic"):
        scenario(market={"price": garch}, run={"paths": 8192, "sampling": "sobol"})
