"""What was found: the change of each output with each number, its table, its figures."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from simulate.comparison import Difference
from simulate.comparison.measure import Measure
from simulate.config.canonical import plain_number
from simulate.output.run_directory import RunDirectory
from simulate.output.study_files import write_study
from simulate.results import Result
from simulate.sensitivities.inputs import Input, Moved
from simulate.statistics import normal_deviate

if TYPE_CHECKING:
    import pandas
    from matplotlib.figure import Figure

TABLE = "sensitivities"
MOST_INPUTS = 8
"""Of a figure: more would leave their names no room."""
MEASURES = (
    Measure("shares_issued", "mean", "new shares, mean"),
    Measure("shares_issued", "q95", "new shares, 95% quantile"),
    Measure("dilution_of_total", "mean", "dilution, new / (old + new), mean"),
    Measure("pnl_usd", "mean", "investor P&L, mean"),
    Measure("pnl_present_value_usd", "mean", "investor P&L at present value, mean"),
    Measure("value_given_up_usd", "mean", "value given up by the other holders, mean"),
)
"""Numbers whose change is told; those that the scenario has."""
_SCALES = {"shares": (1e-6, "million shares"), "USD": (1e-6, "USD millions"), "fraction": (100.0, "points")}
Key = tuple[str, str, str]
"""Direction (down, up, across), output and statistic."""


@dataclass(frozen=True)
class InputMoved:
    """A number, its moves and what changed.

    Attributes
    ----------
    input
        The number.
    changes
        By direction, output and statistic: ``down`` and ``up`` from the scenario as run, ``across`` from the lower
        value to the higher.
    """

    input: Input
    changes: Mapping[Key, Difference]

    def swing(self, measure: Measure) -> float:
        """The larger of the two changes in size; 0 where there is none."""
        sizes = (self.changes.get((way, measure.output, measure.statistic)) for way in ("down", "up"))
        return max((abs(each.difference) for each in sizes if each is not None), default=0.0)

    def slope(self, output: str, statistic: str = "mean") -> tuple[float, float | None]:
        """Change of a number for one unit of the input, between its outermost values.

        Parameters
        ----------
        output, statistic
            As in :class:`simulate.comparison.Difference`.

        Returns
        -------
        slope : float
        standard_error : float or None
            None: too few paths to tell.

        Raises
        ------
        KeyError
            If neither move was run.
        """
        for way in ("across", "up", "down"):
            each = self.changes.get((way, output, statistic))
            if each is not None:
                width = float(self.width(way))
                error = each.standard_error
                return each.difference / width, None if error is None else error / abs(width)
        raise KeyError(f"{self.input.name}: no change of the {statistic} of {output}; it was not moved")

    def width(self, way: str) -> Decimal:
        """How far the input goes on a way; negative downwards."""
        start, end = self.ends(way)
        return end - start

    def ends(self, way: str) -> tuple[Decimal, Decimal]:
        """From which value to which a way goes."""
        down, now, up = self.input.down.value, self.input.now, self.input.up.value
        start, end = {"down": (now, down), "up": (now, up), "across": (down, up)}[way]
        assert start is not None  # a way that was gone has both ends
        assert end is not None
        return start, end


@dataclass(frozen=True)
class Sensitivities:
    """Every number moved alone.

    Attributes
    ----------
    name
        Of the scenario.
    base
        The run that inputs were moved from.
    rows
        Inputs in the order of the schema.
    """

    name: str
    base: Result
    rows: tuple[InputMoved, ...]

    @property
    def paths(self) -> int:
        """Paths of each run."""
        return int(self.base.manifest["paths"])

    @property
    def measures(self) -> tuple[Measure, ...]:
        """The numbers that the scenario has."""
        has = {row.name for row in self.base.summary_rows}
        return tuple(measure for measure in MEASURES if measure.output in has)

    def row(self, name: str) -> InputMoved:
        """The moves of an input, by its dotted name.

        Raises
        ------
        KeyError
            If it was not moved.
        """
        for each in self.rows:
            if each.input.name == name:
                return each
        raise KeyError(f"{name}: not among the inputs moved: {', '.join(each.input.name for each in self.rows)}")

    def ordered(self) -> list[InputMoved]:
        """Inputs that move any measure, those first that move the first one most."""
        moving = [each for each in self.rows if any(each.swing(measure) for measure in self.measures)]
        return sorted(moving, key=lambda each: [-each.swing(measure) for measure in self.measures])

    def sentences(self) -> Iterator[str]:
        """What moves nothing, and what was not moved and why.

        Yields
        ------
        str
        """
        still = [row.input.name for row in self.rows if row.changes and not any(map(row.swing, self.measures))]
        if still:
            yield f"Nothing moves with {', '.join(still)}: on no path does a move of them change these outputs."
        for row in self.rows:
            for way, moved in (("down", row.input.down), ("up", row.input.up)):
                if moved.reason:
                    to = "" if moved.value is None else f" to {plain_number(moved.value)}"
                    yield f"{row.input.name} is not moved {way}{to}: {moved.reason}."

    def records(self) -> list[dict[str, Any]]:
        """One for each input, way and measure, as the table has them."""
        out = []
        for row in self.rows:
            for (way, output, statistic), each in row.changes.items():
                if not any((output, statistic) == (measure.output, measure.statistic) for measure in self.measures):
                    continue
                start, end = row.ends(way)
                width, error = float(end - start), each.standard_error
                out.append(
                    {
                        "input": row.input.name,
                        "input_unit": row.input.unit,
                        "clause": row.input.clause,
                        "mark": row.input.mark,
                        "way": way,
                        "from_value": float(start),
                        "to_value": float(end),
                        "output": output,
                        "unit": each.unit,
                        "statistic": statistic,
                        "first": each.first,
                        "other": each.other,
                        "change": each.difference,
                        "standard_error": error,
                        "low": each.low,
                        "high": each.high,
                        "per_unit": each.difference / width,
                        "per_unit_standard_error": None if error is None else error / abs(width),
                        "paths": each.paths,
                        "method": each.method,
                    }
                )
        return out

    @property
    def table(self) -> Any:
        """The changes as a pyarrow table; unit and meaning of every column are its metadata."""
        from simulate.sensitivities.table import changes_table

        return changes_table(self.records(), self.facts())

    def frame(self) -> pandas.DataFrame:
        """The changes as a data frame."""
        frame: pandas.DataFrame = self.table.to_pandas()
        return frame

    def facts(self) -> dict[str, Any]:
        """What a reader of the files must know."""
        return {
            "kind": "sensitivities",
            "scenario": self.name,
            "measures": [{"output": each.output, "statistic": each.statistic} for each in self.measures],
            "paired": True,
            "confidence": float(self.base.scenario.run.confidence),
            "words": list(self.sentences()),
            "run": json.loads(json.dumps(self.base.manifest, default=str)),
        }

    def plot(self, output: str = "shares_issued", statistic: str = "mean") -> Figure:
        """Tornado of one number: the inputs that move it most, down and up.

        Parameters
        ----------
        output, statistic
            Of :data:`MEASURES`.

        Returns
        -------
        matplotlib.figure.Figure
        """
        from simulate.plots.tornado import Move, Sensitivity, tornado

        measure = next(each for each in self.measures if (each.output, each.statistic) == (output, statistic))
        unit = self.base.row(output).unit
        scale, shown = _SCALES.get(unit, (1.0, unit))
        deviate = normal_deviate(self.base.scenario.run.confidence)

        def move(row: InputMoved, way: str, moved: Moved) -> Move | None:
            """A bar, in the unit of the figure."""
            each = row.changes.get((way, output, statistic))
            if each is None or moved.value is None:
                return None
            # The interval as stated: of quantiles it is Student's, wider than the figure's normal one.
            error = None if each.low is None or each.high is None else scale * (each.high - each.low) / (2 * deviate)
            return Move(_shown(moved.value, row.input.unit), scale * each.difference, error)

        bars = [
            Sensitivity(_label(row.input), move(row, "down", row.input.down), move(row, "up", row.input.up))
            for row in self.rows
            if row.swing(measure)
        ]
        what, _, number = measure.words.rpartition(", ")
        return tornado(
            self.base,
            bars,
            output=f"The {number} of {what}" + ("," if "," in what else ""),
            unit=shown,
            paths=self.paths,
            statistic=number,
            most=MOST_INPUTS,
        )

    def write(self, directory: RunDirectory) -> None:
        """Write table, facts and figures.

        Parameters
        ----------
        directory
            A folder in the making, inside its context.

        Raises
        ------
        OutputError
            If it cannot be written.
        """
        figures = {
            f"tornado-{measure.output}-{measure.statistic}": self.plot(measure.output, measure.statistic)
            for measure in self.measures
        }
        write_study(directory, TABLE, self.table, self.facts(), figures)


def _label(moved: Input) -> str:
    """An input in words, with what it is now."""
    words = " ".join(moved.name.split(".")[1:]).replace("_usd", "").replace("_", " ")
    return f"{words[0].upper()}{words[1:]}: {_shown(moved.now, moved.unit)}"


def _shown(value: Decimal, unit: str) -> str:
    """A value as a figure shows it: thousands grouped, money in dollars and cents unless it is whole."""
    if not unit.startswith("USD"):
        return f"{Decimal(plain_number(value)):,f}".replace("-", "−")
    cents = value.quantize(Decimal("0.01"))
    exact = value.to_integral_value() if value == value.to_integral_value() else cents if value == cents else value
    return f"{'−' if value < 0 else ''}${abs(exact):,f}"
