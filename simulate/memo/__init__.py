"""A board's memo of a run: a few pages made from its numbers, and a table that says where each comes from."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from simulate.alternatives import AlternativeTerms
from simulate.config.canonical import config_hash
from simulate.errors import ConfigError, OutputError
from simulate.memo import background, comparisons, outcome, prices, ways
from simulate.memo.companions import MOST_PATHS, Companions
from simulate.memo.document import Document
from simulate.memo.numbers import Numbers
from simulate.memo.say import whole
from simulate.output.manifest import code_hash
from simulate.plain_only import needs_plain
from simulate.plots.convergence import LEAST_PATHS
from simulate.results import Result
from simulate.words import measure_in_words
from simulate.words.phrases import number_of

__all__ = ["Memo", "write_memo"]


@dataclass(frozen=True)
class Memo:
    """What was written.

    Attributes
    ----------
    pdf, numbers
        The memo, and the table of its numbers beside it.
    docx
        The same memo as a Word document; None: not asked for.
    companions
        The folder of the companion runs.
    paths
        Paths of each of them.
    """

    pdf: Path
    numbers: Path
    companions: Path
    paths: int
    docx: Path | None = None


def write_memo(
    run_directory: str | Path,
    out: str | Path,
    *,
    paths: int | None = None,
    terms: AlternativeTerms | None = None,
    docx: bool = False,
    progress: Callable[[int, int], None] | None = None,
    announce: Callable[[str], None] | None = None,
) -> Memo:
    """Write the memo of a run, and the table of its numbers beside it.

    Parameters
    ----------
    run_directory
        A run's folder; companion runs are kept beside it, and used again.
    out
        The PDF.
    paths
        Of each companion run; None: as many as the run has, at most 10,000.
    terms
        Of a placement and of sales at the market, which the deal is set against; None: their defaults.
    docx
        Whether to write the same memo as a Word document too, beside the PDF.
    progress
        Called with the paths done and the paths in all, of all companions together.
    announce
        Called with a line of text when something takes time.

    Returns
    -------
    Memo

    Raises
    ------
    OutputError
        If the folder holds no run, or one whose configuration is not the one that was run; if the memo cannot be
        written there.
    ConfigError
        If ``paths`` are too few.
    """
    if paths is not None and paths < LEAST_PATHS:
        raise ConfigError(
            f"paths ({paths}) of each companion run are too few to show how a mean settles; give at least {LEAST_PATHS}"
        )
    target = _target(Path(out), ".pdf")
    document = _target(target.with_suffix(".docx"), ".docx") if docx else None
    if document is not None:
        _check_office()
    result = Result.read(run_directory)
    if config_hash(result.scenario) != result.manifest["config_hash"]:
        raise OutputError(f"{run_directory}: config.yaml is not the one that was run (its hash differs); run it again")
    needs_plain(result.scenario, "the memo's own numbers, of other ways to raise the money and of losses, have")
    each = min(int(result.manifest["paths"]), MOST_PATHS) if paths is None else paths
    if each < LEAST_PATHS:
        raise ConfigError(
            f"{run_directory}: has {number_of(each, 'path', 'paths')}, and a memo's companion runs take as many: too "
            f"few to show how a mean settles; run it with at least {LEAST_PATHS}, or give so many (--paths)"
        )
    companions = Companions(result, each, announce, terms, progress)
    numbers = Numbers()
    pages, head = _document(result, companions, numbers)
    pdf = pages.pdf(**head)
    table = json.dumps({"run": result.run_id, "numbers": numbers.table()}, indent=1, ensure_ascii=False)
    beside = target.with_name(f"{target.stem}-numbers.json")
    _write(beside, table.encode() + b"\n")
    if document is not None:
        _write(document, pages.docx(**head))
    _write(target, pdf)
    return Memo(target, beside, companions.folder, companions.paths, document)


def _check_office() -> None:
    """Refuse, before anything is run, what the installed packages cannot write."""
    from importlib.util import find_spec

    if find_spec("docx") is None:
        raise OutputError("a Word document needs the package python-docx; pip install 'floorless[office]'")


def _document(result: Result, companions: Companions, numbers: Numbers) -> tuple[Document, dict[str, str]]:
    """The memo's parts, its numbers entered on the way, and its head."""
    document = Document(numbers)
    outcome.answer(document, result)
    comparisons.answer_of_the_vote(document, result, companions)
    outcome.shares(document, result)
    prices.hypothetical_prices(document, result)
    outcome.value(document, result)
    ways.other_ways(document, result, companions)
    comparisons.vote(document, result, companions)
    ways.others(document, result, companions)
    outcome.cash(document, result)
    outcome.worst(document, result)
    prices.break_even_prices(document, result, companions)
    outcome.limits(document, result)
    comparisons.sensitivities(document, result, companions)
    background.certainty(document, result, companions)
    background.left_out(document, result, _notes(result))
    background.assumptions(document, result)
    background.switches(document, result)
    background.terms(document, result)
    background.readings(document, result)
    scenario, manifest = result.scenario, result.manifest
    paths = numbers.put(whole, manifest["paths"], "paths", "manifest", "paths", "")
    seed = numbers.put(str, manifest["seed"], "", "manifest", "seed", "")
    measure = numbers.quote(measure_in_words(scenario.market), "measure_in_words")
    version = numbers.quote(str(manifest.get("versions", {}).get("floorless", "")), "versions", "manifest")
    run = numbers.quote(result.run_id, "config_hash", "manifest")
    issuer = scenario.deal.issuer
    return document, {
        "title": numbers.quote(scenario.name, "name"),
        "kicker": "Memo to the board",
        "subtitle": f"{issuer.name} ({issuer.ticker}) · {paths} paths, seed {seed}, {measure}",
        "footer": f"floorless {version} · run {run} · seed {seed}",
    }


def _notes(result: Result) -> list[str]:
    """What a reader must know of the program that made the run."""
    if code_hash() == result.manifest.get("code_hash"):
        return []
    return ["The run was made by another version of the program than its companions."]


def _target(out: Path, suffix: str) -> Path:
    """Refuse, before anything is run, a place where the memo cannot be written."""
    target = out.resolve()
    if target.suffix.lower() != suffix:
        raise OutputError(f"{out}: a memo is a PDF; name a file that ends in .pdf")
    if target.is_dir():
        raise OutputError(f"{out}: is a directory; name a file in it, such as memo.pdf")
    if not target.parent.is_dir():
        raise OutputError(f"{target.parent}: no such directory; make it, or name another")
    probe = target.with_name(f".{target.name}.partial")
    try:
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        raise OutputError(f"{out}: cannot be written: {error.strerror}; name another file") from None
    return target


def _write(target: Path, content: bytes) -> None:
    """A file whole or not at all."""
    partial = target.with_name(f".{target.name}.partial")
    try:
        try:
            partial.write_bytes(content)
            os.replace(partial, target)
        finally:
            partial.unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(f"{target}: cannot be written: {error.strerror}; name another file") from None
