"""The memo: every number on its pages is in its table, and every entry of the table is what its run says."""

from __future__ import annotations

import io
import json
import re
import shutil
from decimal import Decimal
from typing import get_args

import numpy as np
import pyarrow.parquet as pq
import pytest
from command import answer, call
from pypdf import PdfReader
from scipy.stats import binomtest
from synthetic_run import result_with_fractions, scenario_of, synthetic_result

import simulate
from simulate.alternatives import AlternativeTerms
from simulate.alternatives.keeping import kept_alternatives, make_alternatives
from simulate.config.canonical import config_hash
from simulate.errors import ConfigError, OutputError
from simulate.memo import background, outcome, write_memo
from simulate.memo.companions import ALTERNATIVES, Companions
from simulate.memo.document import Document
from simulate.memo.moves import inputs, price_text
from simulate.memo.numbers import NUMBER, RUN, Entry, Numbers
from simulate.memo.others import other_holders, price_pressure
from simulate.results import Result
from simulate.scenario.holder import Holder
from simulate.words import assumed_inputs, choices_in_force, deal_in_words

SECTIONS = (
    "The question and the answer",
    "New shares and ownership",
    "If the price were",
    "Price, value and return",
    "The same money in other ways",
    "The stockholder vote",
    "Another holder, and a price under pressure",
    "Cash calls",
    "The worst case",
    "What holds the investor back",
    "What moves the answer",
    "How sure the numbers are",
    "What the model leaves out",
    "Assumptions that nobody gave",
    "Switches: where the documents are open, what was taken",
    "The deal as it is read",
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
        of_hundred = "%" in entry["text"] or "pts" in entry["text"]
        scales = [1e6] if "million" in entry["text"] else [0.01] if of_hundred else [1.0, 1e6, 0.01]
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


def paragraphs(*causes: str) -> tuple[str, list[Entry]]:
    """What the answer and the section on cash say where fractions of a share are paid in cash too."""
    document = Document(Numbers())
    made = result_with_fractions(*causes)
    outcome.answer(document, made)
    outcome.cash(document, made)
    said = json.dumps(document._parts, ensure_ascii=False)
    return said, document.numbers.entries


def test_fractions_of_a_share_are_no_call_for_cash():
    said, entries = paragraphs("redemption")
    assert "It must be paid cash beyond its expenses, cash for fractions of a share apart, on 2.5% of paths." in said
    assert "at the start, cash for fractions of a share apart, the company pays the investor cash on 2.5%" in said
    (share,) = {entry.value for entry in entries if entry.statistic == "share of paths above 0"}
    assert share == pytest.approx(10 / 400)
    said, _ = paragraphs()
    assert "Beyond its expenses it is paid cash for fractions of a share alone." in said
    assert "but for fractions of a share: with those it pays at most $50,000, expenses included." in said
    said, _ = paragraphs("redemption", "registration_payment")
    assert "beyond its expenses, fractions of a share counted, on 55.0% of paths." in said


def test_changes_are_of_the_paths_in_pairs(made):
    entries = [entry for entry in made.entries if entry["statistic"] == "mean change from as-run"]
    # Five inputs, two ways, three outputs; and the new shares of every other holder and under pressure.
    others = [
        *other_holders(Result.read(made.directory).scenario),
        price_pressure(Result.read(made.directory).scenario),
    ]
    assert len(entries) == 5 * 2 * 3 + sum(other.scenario is not None for other in others)
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
    # A stock that falls by another 34% a year converts into more shares.
    assert by_run["price-pressure"] > 0


def test_companions_differ_by_one_input_and_nothing_else(made):
    base = Result.read(made.memo.companions / "as-run").scenario
    seen = {
        path.name: Result.read(path).scenario for path in made.memo.companions.iterdir() if path.name != ALTERNATIVES
    }
    others = [*other_holders(base), price_pressure(base)]
    assert len(seen) == 13 + sum(other.scenario is not None for other in others)
    assert {each.run.seed for each in seen.values()} == {1998}
    assert {each.run.paths for each in seen.values()} == {250}
    market, deal = base.market.model_dump(), base.deal.model_dump()
    for name, scenario in seen.items():
        if name.startswith(("holder", "price-pressure")):
            assert scenario.deal == base.deal
            assert (scenario.holder == base.holder) == (name == "price-pressure")
            continue
        other = scenario.market.model_dump() | scenario.deal.model_dump()
        changed = {key for key, value in (market | deal).items() if other[key] != value}
        wanted = {"price": {"start_price_usd"}, "volatility": {"price"}, "volume": {"volume"}, "cap": {"limits"}}
        wanted |= {"multiplier": {"series"}, "without": {"approval"}}
        assert changed == wanted.get(name.split("-")[0], set()), name
    assert float(seen["price-down"].market.start_price_usd) == 5.6  # $7.00 less 20%
    assert float(seen["volatility-up"].market.price.volatility_per_year) == 1.1  # 90% and 20 points
    assert seen["cap-up"].deal.limits.cap.amount_shares == 6_339_891  # 5,071,913 and a quarter, rounded
    assert seen["without-approval"].deal.approval.mode == "never"


def test_numbers_of_the_other_ways_are_of_what_is_kept_beside_the_run(made):
    rows = pq.read_table(made.memo.companions / ALTERNATIVES / "paths.parquet").to_pandas()
    facts = json.loads((made.memo.companions / ALTERNATIVES / "manifest.json").read_text())
    base = Result.read(made.memo.companions / "as-run").paths.to_pandas()
    sold = rows["at_the_market_shares"]
    expected = {
        "placement: shares_issued": rows["placement_shares"].mean(),
        "at_the_market: dilution_of_total": (
            sold / (26_704_073 + sold)  # outstanding, 1999-02-05
        ).mean(),
        "shares_issued less at_the_market": (base["shares_issued"] - sold).mean(),
        "money_usd": facts["money_usd"],
        "terms.placement_discount": 0.08,
        "rates.at_the_market": facts["rates"]["at_the_market"]["value"],
    }
    entries = {(each["name"], each["statistic"]): each for each in made.entries if each["run"] == ALTERNATIVES}
    by_name = {name: each["value"] for (name, statistic), each in entries.items() if not statistic.startswith("error")}
    for name, value in expected.items():
        assert by_name[name] == pytest.approx(value, rel=1e-9), name
    apart = base["shares_issued"] - sold
    assert entries["shares_issued less at_the_market", "error of pairs"]["value"] == pytest.approx(
        apart.std() / len(apart) ** 0.5, rel=1e-9
    )


def test_other_terms_of_the_other_ways_are_heeded(made, tmp_path):
    folder = tmp_path / "kept"
    scenario = Result.read(made.memo.companions / "as-run").scenario
    found = make_alternatives(folder, scenario, AlternativeTerms())
    assert kept_alternatives(folder, scenario, AlternativeTerms()).columns.keys() == found.columns.keys()
    assert kept_alternatives(folder, scenario, AlternativeTerms(placement_discount=0.2)) is None
    assert kept_alternatives(folder, inputs(scenario)[0].up.scenario, AlternativeTerms()) is None
    (folder / "paths.parquet").write_bytes(b"spoilt")
    assert kept_alternatives(folder, scenario, AlternativeTerms()) is None


def test_hypothetical_prices_are_of_the_price_table(made):
    entries = [entry for entry in made.entries if entry["table"] == "price-table" and entry["value"] is not None]
    table = simulate.price_table("valence-1998-conversion-only")
    for row in table.rows:
        at = price_text(Decimal(row.price_usd.numerator) / Decimal(row.price_usd.denominator))
        of = {entry["name"]: entry["value"] for entry in entries if entry["statistic"] == f"at {at}"}
        assert of["shares"] == row.shares
        assert of["of_total_capped"] == pytest.approx(float(row.of_total(row.shares_capped)))
        assert of["conversion_price_series_b"] == pytest.approx(float(row.series[1].conversion_price_usd))


def test_break_even_prices_by_the_price_table(made):
    found = {
        entry["statistic"].removeprefix("highest at which "): entry["value"]
        for entry in made.entries
        if entry["table"] == "price-table" and entry["statistic"].startswith("highest")
    }
    # 101% of $5.97 is $6.0297, under the fixed price of $6.03; of $5.98 it is $6.0398 (CoD III.E, III.G).
    assert found["series B floats"] == 5.97
    for name, number in (("shares pass the cap", 5_071_913), ("shares pass half", 26_704_073)):
        cents = round(100 * found[name])
        at, above = simulate.price_table(
            "valence-1998-conversion-only", prices=[Decimal(cents) / 100, Decimal(cents + 1) / 100]
        ).rows
        assert at.shares > number >= above.shares, name


def test_other_holders_are_those_of_the_schema():
    scenario = scenario_of("valence-1998")
    found = other_holders(scenario)
    policies = set(get_args(Holder.model_fields["policy"].annotation)) - {scenario.holder.policy}
    assert {other.key.removeprefix("holder-").replace("-", "_") for other in found} == policies
    for other in found:
        if other.scenario is not None:
            assert other.scenario.holder.policy in policies
            assert other.scenario.deal == scenario.deal


def test_the_figure_of_how_the_estimate_settles_is_there(made):
    document = Document(Numbers())
    result = Result.read(made.directory)
    background.certainty(document, result, Companions(result, 250))
    assert "convergence.png" in document._pictures


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
    again = write_memo(
        made.directory, tmp_path / "memo.pdf", paths=250, announce=said.append, progress=lambda *_: said.append("run")
    )
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


def test_progress_is_of_all_companions_together(made):
    told = []
    companions = Companions(Result.read(made.directory), 4, progress=lambda *both: told.append(both))
    companions.folder = made.directory.with_name("few-companions")
    assert companions.as_run.paths.num_rows == companions.approved.paths.num_rows == 4
    planned = len(list(made.memo.companions.iterdir())) - 1  # without the other ways to raise the money
    assert {total for _, total in told} == {4 * planned}
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert told[-1][0] == 8


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


@pytest.mark.parametrize("paths", [0, 1, 20, 31])
def test_too_few_paths_are_refused_before_anything_is_run(made, tmp_path, monkeypatch, paths):
    monkeypatch.setattr(simulate, "run", lambda *_, **__: pytest.fail("a companion was run"))
    with pytest.raises(ConfigError, match="at least 32"):
        write_memo(made.directory, tmp_path / "memo.pdf", paths=paths)


def test_a_run_of_too_few_paths_is_refused_unless_companions_have_more(tmp_path):
    simulate.run("valence-1998-conversion-only", paths=16, out=tmp_path / "run")
    with pytest.raises(ConfigError, match=r"has 16 paths, .* run it with at least 32"):
        write_memo(tmp_path / "run", tmp_path / "memo.pdf")
    assert not (tmp_path / "run-companions").exists()
