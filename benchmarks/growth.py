"""How a path's cost grows with the work: paths, sessions, series, warrants, length of the look-back.

``python -m benchmarks.growth [--rounds N] [--write CONTRIBUTING.md] [--figure FILE]``. Each size is timed beside the
others in interleaved rounds; nothing should grow faster than its input. What takes the whole contract is said.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import simulate
from benchmarks import machine, pages
from benchmarks.kernel_runs import DEFAULT, WHOLE, KernelRun
from benchmarks.rounds import Rounds, Workload, measure
from simulate.scenario import Scenario

OPENING = "<!-- growth -->"
CLOSING = "<!-- /growth -->"
BLOCK_PATHS = 1024
HORIZONS = (date(2001, 7, 27), date(2002, 7, 26), date(2003, 7, 25), date(2005, 7, 27))
LOOKBACKS = (3, 5, 10, 20, 40, 60)


@dataclass(frozen=True)
class Axis:
    """Something that grows.

    Attributes
    ----------
    name
        As the table shows it.
    sizes
        From the smallest.
    workloads
        What is timed at each: one call is ``paths`` paths.
    paths
        Of a call at each size.
    """

    name: str
    sizes: tuple[int, ...]
    workloads: tuple[Workload, ...]
    paths: tuple[int, ...]

    def microseconds(self, rounds: Rounds) -> list[float]:
        """Least microseconds of a path at each size."""
        return [
            rounds.best_ns(load.name) * load.path_sessions / paths / 1e3
            for load, paths in zip(self.workloads, self.paths, strict=True)
        ]

    def excess(self, rounds: Rounds) -> float:
        """By how much the time of a call has grown over the input, from the smallest size to the largest; at most 1."""
        spent = self.microseconds(rounds)
        grown = spent[-1] * self.paths[-1] / (spent[0] * self.paths[0])
        return grown / (self.sizes[-1] / self.sizes[0])


def changed(name: str, change: Callable[[dict[str, Any]], None]) -> Scenario:
    """A shipped scenario with its data changed."""
    data = simulate.load(name).model_dump()
    change(data)
    return Scenario.model_validate(data)


def ending(horizon: date) -> Scenario:
    """The conversion of preferred until a date."""

    def change(data: dict[str, Any]) -> None:
        data["deal"]["horizon"] = horizon

    return changed(DEFAULT, change)


def looking_back(length: int) -> Scenario:
    """Series B with a look-back of so many sessions, of which the lowest six tenths count."""

    def change(data: dict[str, Any]) -> None:
        for series in data["deal"]["series"]:
            variable = series["conversion_price"]["variable"]
            variable["lookback_sessions"] = length
            variable["lowest_count"] = max(1, 6 * length // 10)

    return changed(DEFAULT, change)


def with_series(count: int) -> Scenario:
    """Series B in so many equal parts, each a series of its own; Series A is left out."""

    def change(data: dict[str, Any]) -> None:
        whole = next(series for series in data["deal"]["series"] if series["name"] == "B")
        names = ["B", *(f"B{k}" for k in range(2, count + 1))]
        part = {"preferred_shares": whole["preferred_shares"] // count}
        part["purchase_price_usd"] = whole["purchase_price_usd"] / count
        data["deal"]["series"] = [whole | part | {"name": name} for name in names]
        data["deal"]["limits"]["cap"]["counts"] = names

    return changed(DEFAULT, change)


def with_warrants(count: int) -> Scenario:
    """The whole deal with the first investor warrant in so many copies; no other warrant."""

    def change(data: dict[str, Any]) -> None:
        deal = data["deal"]
        names = [f"W{k}" for k in range(1, count + 1)]
        deal["warrants"] = [deal["warrants"][0] | {"name": name} for name in names]
        deal["limits"]["cap"]["counts"] = [series["name"] for series in deal["series"]] + names

    return changed(WHOLE, change)


def axis(name: str, sizes: Sequence[int], scenarios: Sequence[Scenario]) -> Axis:
    """An axis of scenarios, a block of paths each."""
    runs = [KernelRun.of_scenario(scenario, BLOCK_PATHS) for scenario in scenarios]
    loads = tuple(run.plain(f"{name}: {size}") for run, size in zip(runs, sizes, strict=True))
    return Axis(name, tuple(sizes), loads, (BLOCK_PATHS,) * len(loads))


def axes() -> list[Axis]:
    """All that is looked at."""
    numbers = (512, 2048, 8192)
    runs = [KernelRun.of(DEFAULT, paths) for paths in numbers]
    loads = tuple(run.plain(f"paths: {paths}") for run, paths in zip(runs, numbers, strict=True))
    ends = [ending(horizon) for horizon in HORIZONS]
    return [
        Axis("paths", numbers, loads, numbers),
        axis("sessions to the horizon", [KernelRun.of_scenario(end, 1).sessions for end in ends], ends),
        axis("sessions of look-back", LOOKBACKS, [looking_back(length) for length in LOOKBACKS]),
        axis("series", (1, 2, 3, 4), [with_series(count) for count in (1, 2, 3, 4)]),
        axis("warrants (whole contract)", (1, 2, 4, 8), [with_warrants(count) for count in (1, 2, 4, 8)]),
    ]


def markdown(found: Sequence[Axis], rounds: Rounds, count: int) -> str:
    """The table, under a line that says what it was measured on."""
    rows = []
    for one in found:
        spent = one.microseconds(rounds)
        cells = ", ".join(f"{size:,}: {micro:.2f}" for size, micro in zip(one.sizes, spent, strict=True))
        rows.append(f"| {one.name} | {cells} | {one.excess(rounds):.2f} |")
    return "\n".join(
        [
            f"{machine.processor()}; {machine.versions()}; commit {machine.commit()}; quickest of {count} interleaved "
            f"rounds, one thread, paths beyond the fans, `{DEFAULT}` unless said.",
            "",
            "| | microseconds of a path, by size | growth of the time over that of the input |",
            "|---|---|---:|",
            *rows,
        ]
    )


def draw(found: Sequence[Axis], rounds: Rounds, file: Path) -> None:
    """Draw the time of a path over its value at the smallest size, against the size over the smallest."""
    import matplotlib.pyplot as plt
    from matplotlib.ticker import ScalarFormatter

    figure, axes_drawn = plt.subplots(figsize=(7, 4.5), layout="constrained")
    for one in found:
        spent = one.microseconds(rounds)
        times = [micro * paths / (spent[0] * one.paths[0]) for micro, paths in zip(spent, one.paths, strict=True)]
        axes_drawn.plot([size / one.sizes[0] for size in one.sizes], times, marker="o", label=one.name)
    most = max(one.sizes[-1] / one.sizes[0] for one in found)
    axes_drawn.plot([1, most], [1, most], color="0.6", linestyle="--", label="as the input")
    axes_drawn.set_xscale("log", base=2)
    axes_drawn.set_yscale("log", base=2)
    axes_drawn.xaxis.set_major_formatter(ScalarFormatter())
    axes_drawn.yaxis.set_major_formatter(ScalarFormatter())
    axes_drawn.set_xlabel("input, over the smallest")
    axes_drawn.set_ylabel("time, over that of the smallest")
    axes_drawn.set_title("How the cost grows with the work")
    axes_drawn.legend(frameon=False)
    figure.savefig(file, dpi=150)
    plt.close(figure)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, write and draw as asked.

    Returns
    -------
    int
        Exit code; 2 where the table cannot be written.
    """
    parser = pages.parser_of("benchmarks.growth", __doc__, rounds="default 7")
    parser.add_argument("--figure", type=Path, metavar="FILE", help="draw it (PNG, SVG or PDF)")
    asked = parser.parse_args(arguments)
    count, found = asked.rounds or 7, axes()
    rounds = measure([load for one in found for load in one.workloads], count)
    code = pages.show(markdown(found, rounds, count), asked.write, OPENING, CLOSING)
    try:
        if asked.figure is not None:
            draw(found, rounds, asked.figure)
    except (OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
    return code


if __name__ == "__main__":
    sys.exit(main())
