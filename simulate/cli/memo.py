"""The command that writes a board's memo of a run."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Annotated

import typer

from simulate.cli.answers import print_json
from simulate.cli.guard import guarded
from simulate.cli.inputs import refuse_input
from simulate.cli.options import MOST_COMPANION_PATHS, Json, Quiet, RunDir, counted, exact_number, whole_number
from simulate.cli.terminal import progress_bar


@guarded
def memo(
    run_directory: RunDir,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="PDF to write; its numbers go beside it.")],
    paths: Annotated[
        int | None,
        counted("--paths", 1, MOST_COMPANION_PATHS, "Paths of each companion run; default: the run's, at most 10,000."),
    ] = None,
    docx: Annotated[bool, typer.Option("--docx", help="Write it as a Word document too, beside the PDF.")] = False,
    placement_discount: Annotated[
        Decimal | None,
        typer.Option(parser=exact_number, metavar="D", help="Of the placement it is compared with; default: 0.08."),
    ] = None,
    market_participation: Annotated[
        Decimal | None,
        typer.Option(parser=exact_number, metavar="P", help="Of sales at the market, of the volume; default: 0.1."),
    ] = None,
    market_sessions: Annotated[
        int | None,
        typer.Option(parser=whole_number, metavar="N", help="Equal daily parts of sales at the market; default: 126."),
    ] = None,
    market_commission: Annotated[
        Decimal | None,
        typer.Option(parser=exact_number, metavar="C", help="Of the agent of sales at the market; default: 0.03."),
    ] = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Write a board's memo of a run as PDF, with companion runs of the same seed beside the run."""
    from simulate.alternatives import AlternativeTerms
    from simulate.memo import write_memo

    given: dict[str, Decimal | int | None] = {
        "placement_discount": placement_discount,
        "market_participation": market_participation,
        "market_sessions": market_sessions,
        "market_commission": market_commission,
    }
    terms = AlternativeTerms.of(**given)
    refuse_input(out, run_directory)
    with progress_bar(not quiet) as (progress, announce):
        made = write_memo(run_directory, out, paths=paths, terms=terms, docx=docx, progress=progress, announce=announce)
    if json:
        print_json(
            {
                "run": run_directory,
                "written": made.pdf,
                "docx": made.docx,
                "numbers": made.numbers,
                "companions": made.companions,
            }
        )
    elif not quiet:
        written = made.pdf if made.docx is None else f"{made.pdf} and {made.docx}"
        print(f"Written to {written}; its numbers to {made.numbers}; companion runs are in {made.companions}")
