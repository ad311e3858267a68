"""What a comparison found: differences, their table, their figure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from simulate.comparison.differences import Difference
from simulate.comparison.table import differences_table
from simulate.output.run_directory import RunDirectory
from simulate.output.study_files import write_study

if TYPE_CHECKING:
    import pandas
    from matplotlib.figure import Figure

FIGURE = "comparison"
TABLE = "comparison"


class Comparison:
    """What the first scenario and each other differ by.

    Parameters
    ----------
    manifests
        Of the runs, by label, the first scenario's first.
    differences
        Output by output, the other scenarios in order.
    left_out
        Outputs that a side lacks, with its label.
    is_unpaired
        Whether the sides had nothing in common.
    confidence, tail
        Levels of the intervals and of the expected shortfall.

    Attributes
    ----------
    labels
        Of the scenarios, the first first.
    manifests, differences, left_out, is_unpaired, confidence, tail
        As given.
    """

    def __init__(
        self,
        manifests: Mapping[str, dict[str, Any]],
        differences: Iterable[Difference],
        left_out: Iterable[tuple[str, str]],
        *,
        is_unpaired: bool,
        confidence: float,
        tail: float,
    ) -> None:
        self.manifests = dict(manifests)
        self.labels = tuple(self.manifests)
        self.differences = tuple(differences)
        self.left_out = tuple(left_out)
        self.is_unpaired = is_unpaired
        self.confidence = confidence
        self.tail = tail

    @property
    def paths(self) -> tuple[int, ...]:
        """How many paths each scenario has."""
        return tuple(int(self.manifests[label]["paths"]) for label in self.labels)

    @property
    def seeds(self) -> tuple[int, ...]:
        """The seed of each scenario."""
        return tuple(int(self.manifests[label]["seed"]) for label in self.labels)

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader must know of runs that differ in more than their scenarios."""
        out = []
        runs = self.manifests.values()
        if len({run.get("code_hash") for run in runs}) > 1:
            out.append("the runs were made by different versions of the program; run them again with one")
        if len({run["measure"] for run in runs}) > 1:
            each = ", ".join(f"{label} {run['measure']}" for label, run in self.manifests.items())
            out.append(
                f"the runs are under different measures ({each.replace('_', '-')}): their means mean other things"
            )
        out += [
            f"{label}: {said}"
            for label, run in self.manifests.items()
            for said in run.get("announcements", ())
            if said.startswith("stress: ")
        ]
        if self.is_unpaired and len(set(self.seeds)) < len(self.seeds):
            out.append("runs of one seed are not independent: unpaired errors are too wide where they move together")
        return tuple(out)

    @property
    def table(self) -> Any:
        """The differences as a pyarrow table; see :func:`simulate.comparison.table.differences_table`."""
        return differences_table(self.differences, self.facts())

    def frame(self) -> pandas.DataFrame:
        """The differences as a data frame, one row for each scenario, output and statistic."""
        frame: pandas.DataFrame = self.table.to_pandas()
        return frame

    def difference(self, output: str, statistic: str = "mean", scenario: str | None = None) -> Difference:
        """One difference.

        Parameters
        ----------
        output, statistic
            As in :class:`Difference`.
        scenario
            Label of the other scenario; None: the second.

        Returns
        -------
        Difference

        Raises
        ------
        KeyError
            If there is none; the message says what there is.
        """
        label = self.labels[1] if scenario is None else scenario
        for each in self.differences:
            if (each.scenario, each.output, each.statistic) == (label, output, statistic):
                return each
        outputs = dict.fromkeys(each.output for each in self.differences)
        raise KeyError(f"no {statistic} of {output} in {label}; compared are {', '.join(outputs)}")

    def plot(self) -> Figure:
        """A dot with its interval for the difference of each output's mean.

        Returns
        -------
        matplotlib.figure.Figure
        """
        from simulate.plots.comparison import comparison

        return comparison(self)

    def _repr_html_(self) -> str:
        """Means and differences with their errors, for notebooks."""
        from simulate.notebook.comparison_view import comparison_html

        return comparison_html(self)

    def facts(self) -> dict[str, Any]:
        """What a reader of the files must know: scenarios, seeds, paths, method and levels."""
        return {
            "kind": "comparison",
            "first": self.labels[0],
            "others": list(self.labels[1:]),
            "paired": not self.is_unpaired,
            "confidence": self.confidence,
            "tail": self.tail,
            "notes": list(self.notes),
            "left_out": [{"output": output, "lacking_in": label} for output, label in self.left_out],
            "runs": self.manifests,
        }

    def write(self, directory: RunDirectory) -> None:
        """Write table, facts and figure.

        Parameters
        ----------
        directory
            A folder in the making, inside its context.

        Raises
        ------
        OutputError
            If it cannot be written.
        """
        write_study(directory, TABLE, self.table, self.facts(), {FIGURE: self.plot()})
