"""The memo: every number on its pages is in its table, and every entry of the table is what its run says."""

from __future__ import annotations

import io
import re
import shutil

import numpy as np
import pyarrow.parquet as pq
import pytest
from command import answer, call
from pypdf import PdfReader
from scipy.stats import binomtest
from synthetic_run import scenario_of, synthetic_result

from simulate.config.canonical import config_hash
from simulate.errors import ConfigError, OutputError
from simulate.memo import background, outcome, write_memo
from simulate.memo.document import Document
from simulate.memo.moves import inputs
from simulate.memo.numbers import NUMBER, RUN, Numbers
from simulate.results import Result
from simulate.words import assumed_inputs, choices_in_force, deal_in_words

SECTIONS = (
    "The question and the answer",
    "New shares and ownership",
    "Price, value and return",
    "The stockholder vote",
    "Cash calls",
    "The worst case",
    "What holds the investor back",
    "What moves the answer",
    "How sure the numbers are",
    "What the model leaves out",
    "The deal as it is read",
    "Switches: where the documents are open, what was taken",
    "Assumptions that nobody gave",
)
CLAUSE = re.compile(r"\((?:CoD|SPA|RRA|W|contract|METHODS|holder)[^()]*(?:\([^()]*\)[^()]*)*\)")
"""A citation of a clause, whose digits are no numbers of the run."""


def text_of(pdf: bytes) -> str:
    """The words of all pages, without the number of the page in the foot."""
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]
    return re.sub(r"Page \d+ of \d+", "", "\n".join(pages))


def without_breaks(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def test_every_number_on_the_pages_is_in_the_table(made):
    known = {number for entry in made.entries for number in NUMBER.findall(entry["text"])}
    text = CLAUSE.sub("", without_breaks(text_of(made.memo.pdf.read_bytes())))
    found = NUMBER.findall(text)
    assert len(found) > 300
    assert sorted(set(found) - known) == []


def test_a_number_that_is_not_entered_is_found_out(made):
    known = {number for entry in made.entries for number in NUMBER.findall(entry["text"])}
    assert "77.123" not in known
    assert NUMBER.findall("worth $77.123 a share, q05 of W1 in dilution_2") == ["77.123"]


def derived(row: dict, statistic: str, level: float) -> float:
    """What is made from a summary's columns, made again: at the minimum stand the paths without an event."""
    above = row["defined"] - row["at_minimum"] if row["minimum"] == level else row["defined"] * (row["maximum"] > level)
    if statistic == "standard_error / mean":
        return row["standard_error"] / row["mean"]
    if statistic == "mean above expenses where above":
        return (row["mean"] - level) * row["defined"] / above
    interval = binomtest(int(above), row["defined"]).proportion_ci(0.95, method="wilson")
    shares = {"low end of that share": interval.low, "high end of that share": interval.high}
    return shares.get(statistic, above / row["defined"])


def test_entries_of_a_summary_are_what_their_run_says(made):
    checked = 0
    for entry in made.entries:
        if entry["table"] != "summary":
            continue
        folder = made.directory if entry["run"] == RUN else made.memo.companions / entry["run"]
        table = pq.read_table(folder / "summary.parquet").to_pylist()
        (row,) = [row for row in table if row["output"] == entry["name"]]
        if entry["statistic"] in row:
            assert row[entry["statistic"]] == entry["value"], entry
        else:
            level = 50_000.0 if entry["name"] == "company_payments_usd" else 0.0  # its expenses (SPA 4.6)
            assert derived(row, entry["statistic"], level) == pytest.approx(entry["value"], rel=1e-9), entry
        checked += 1
    assert checked > 80
    assert {entry["run"] for entry in made.entries} >= {
        RUN,
        "with-approval",
        "without-approval",
        "price-up",
        "cap-down",
    }


def test_numbers_are_rounded_as_they_are_written(made):
    for entry in made.entries:
        if entry["value"] is None:
            continue
        (digits,) = NUMBER.findall(entry["text"])
        shown = float(digits.replace(",", "")) * (-1 if "−" in entry["text"] else 1)
        places = len(digits.partition(".")[2])
        scales = [1e6] if "million" in entry["text"] else [0.01] if "%" in entry["text"] else [1.0, 1e6, 0.01]
        # Half a unit of the last digit that stands there; small amounts of dollars have three significant ones.
        near = [
            abs(entry["value"] / scale - shown) <= 0.5 * 10**-places * (1 + 1e-9) + 0.005 * abs(shown) * (places == 0)
            for scale in scales
        ]
        assert any(near), entry


def test_cash_calls_of_a_deal_that_has_them():
    def called(arrays, masks):
        # On every fortieth of 400 paths $2.5 million beyond the $50,000 of expenses.
        arrays["company_payments_usd"] = 50_000.0 + 2_500_000.0 * (np.arange(400) % 40 == 0)

    document = Document(Numbers())
    outcome.cash(document, synthetic_result(paths=400, change=called))
    outcome.answer(document, synthetic_result(paths=400, change=called))
    entries = {entry.statistic: entry for entry in document.numbers.entries if entry.name == "company_payments_usd"}
    assert entries["share of paths above expenses"].text == "2.5%"
    assert entries["mean above expenses where above"].value == pytest.approx(2_500_000)
    assert entries["mean above expenses where above"].text == "$2.50 million"
    assert entries["maximum"].text == "$2.55 million"
    # Wilson's interval of 10 in 400.
    interval = binomtest(10, 400).proportion_ci(0.95, method="wilson")
    ends = [entries[f"{end} end of that share"].value for end in ("low", "high")]
    assert ends == pytest.approx([interval.low, interval.high])


def test_changes_are_of_the_paths_in_pairs(made):
    entries = [entry for entry in made.entries if entry["statistic"] == "mean change from as-run"]
    # Five inputs, two ways, three outputs.
    assert len(entries) == 5 * 2 * 3
    base = Result.read(made.memo.companions / "as-run").paths
    for entry in entries:
        other = Result.read(made.memo.companions / entry["run"]).paths
        apart = np.asarray(other[entry["name"]], dtype=float) - np.asarray(base[entry["name"]], dtype=float)
        assert entry["value"] == pytest.approx(apart.mean(), rel=1e-9, abs=1e-12)
        (error,) = [
            each["value"]
            for each in made.entries
            if each["statistic"] == "error of change from as-run"
            and (each["run"], each["name"]) == (entry["run"], entry["name"])
        ]
        assert error == pytest.approx(apart.std(ddof=1) / len(apart) ** 0.5, rel=1e-9, abs=1e-12)
    by_run = {entry["run"]: entry["value"] for entry in entries if entry["name"] == "shares_issued"}
    # A lower price, and a wilder one, issue more shares for the same stated value.
    assert by_run["price-down"] > 0 > by_run["price-up"]
    assert by_run["volatility-up"] > 0


def test_companions_differ_by_one_input_and_nothing_else(made):
    base = Result.read(made.memo.companions / "as-run").scenario
    seen = {path.name: Result.read(path).scenario for path in made.memo.companions.iterdir()}
    assert len(seen) == 13
    assert {each.run.seed for each in seen.values()} == {1998}
    assert {each.run.paths for each in seen.values()} == {250}
    market, deal = base.market.model_dump(), base.deal.model_dump()
    for name, scenario in seen.items():
        other = scenario.market.model_dump() | scenario.deal.model_dump()
        changed = {key for key, value in (market | deal).items() if other[key] != value}
        wanted = {"price": {"start_price_usd"}, "volatility": {"price"}, "volume": {"volume"}, "cap": {"limits"}}
        wanted |= {"multiplier": {"series"}, "without": {"approval"}}
        assert changed == wanted.get(name.split("-")[0], set()), name
    assert float(seen["price-down"].market.start_price_usd) == 5.6  # $7.00 less 20%
    assert float(seen["volatility-up"].market.price.volatility_per_year) == 1.1  # 90% and 20 points
    assert seen["cap-up"].deal.limits.cap.amount_shares == 6_339_891  # 5,071,913 and a quarter, rounded
    assert seen["without-approval"].deal.approval.mode == "never"


def test_the_sections_the_deal_and_the_assumptions_are_there(made):
    text = without_breaks(text_of(made.memo.pdf.read_bytes()))
    assert [text.index(section) for section in SECTIONS] == sorted(text.index(section) for section in SECTIONS)
    scenario = Result.read(made.directory).scenario
    for line in deal_in_words(scenario):
        assert without_breaks(line)[:60] in text
    for field in (*choices_in_force(scenario), *assumed_inputs(scenario)):
        assert field.name in text
    assert 2 <= len(PdfReader(made.memo.pdf).pages) <= 6


def test_what_is_left_out_depends_on_the_price_model():
    told = {}
    for name in ("valence-1998", "valence-1998-bootstrap"):
        document = Document(Numbers())
        background.left_out(document, synthetic_result(scenario_of(name), paths=50), [])
        told[name] = str(document._parts)
        moved = {each.name for each in inputs(scenario_of(name))}
        assert ("Volatility" in moved) == (name == "valence-1998")
    assert "the price does not jump" in told["valence-1998"]
    assert "jump" not in told["valence-1998-bootstrap"]


def test_the_same_run_gives_the_same_bytes_and_uses_its_companions_again(made, tmp_path):
    said = []
    again = write_memo(made.directory, tmp_path / "memo.pdf", paths=250, announce=said.append)
    assert said == []
    assert again.pdf.read_bytes() == made.memo.pdf.read_bytes()
    assert again.numbers.read_bytes() == made.memo.numbers.read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["memo-numbers.json", "memo.pdf"]
    reader = PdfReader(again.pdf)
    assert "/CreationDate" not in (reader.metadata or {})


def test_only_fonts_that_come_with_it_are_used(made):
    fonts = {
        str(font.get_object()["/BaseFont"]).partition("+")[2]
        for page in PdfReader(made.memo.pdf).pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert {name.partition("-")[0] for name in fonts} == {"LibertinusSerif", "DejaVuSansMono"}


def test_the_command_says_what_it_wrote(made, tmp_path):
    found = answer("memo", made.directory, "--out", tmp_path / "board.pdf", "--paths", "250")
    assert found["written"] == str(tmp_path / "board.pdf")
    assert (tmp_path / "board-numbers.json").is_file()
    assert found["companions"] == str(made.memo.companions)


def test_a_directory_that_is_no_run_is_refused(tmp_path):
    refused = call("memo", tmp_path, "--out", tmp_path / "memo.pdf")
    assert refused.exit_code == 2
    assert "holds no run" in refused.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_run_whose_configuration_was_changed_is_refused(made, tmp_path):
    changed = tmp_path / "changed"
    shutil.copytree(made.directory, changed)
    config = changed / "config.yaml"
    config.write_text(config.read_text().replace("multiplier: 1.01", "multiplier: 1.02"))
    assert config_hash(Result.read(changed).scenario) != Result.read(changed).manifest["config_hash"]
    with pytest.raises(OutputError, match="its hash differs"):
        write_memo(changed, tmp_path / "memo.pdf")
    assert not (tmp_path / "memo.pdf").exists()


@pytest.mark.parametrize(
    ("out", "told"),
    [
        ("memo.txt", "name a file that ends in .pdf"),
        ("nowhere/memo.pdf", "no such directory"),
        ("folder.pdf", "is a directory"),
        ("locked.pdf", "cannot be written"),
    ],
)
def test_a_memo_that_cannot_be_written_is_refused_before_anything_is_run(tmp_path, monkeypatch, out, told):
    (tmp_path / "folder.pdf").mkdir()
    # A folder in the way of the file that is written first: permissions do not stop every user.
    (tmp_path / ".locked.pdf.partial").mkdir()
    monkeypatch.setattr(Result, "read", lambda *_: pytest.fail("the run was read"))
    with pytest.raises(OutputError, match=told):
        write_memo(tmp_path, tmp_path / out)


def test_no_paths_are_refused(made, tmp_path):
    with pytest.raises(ConfigError, match="at least 1"):
        write_memo(made.directory, tmp_path / "memo.pdf", paths=0)
