"""What was found: each policy's numbers, which is the worst by each of them, and how sure that is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from simulate.comparison import Comparison, Difference
from simulate.comparison.comparison import FIGURE, TABLE
from simulate.comparison.measure import Measure
from simulate.output.run_directory import RunDirectory
from simulate.output.study_files import write_study
from simulate.worst.cases import Case

if TYPE_CHECKING:
    from matplotlib.figure import Figure


MEASURES = (
    Measure("value_given_up_usd", "mean", "value given up by the other holders, mean"),
    Measure("shares_issued", "q95", "new shares, 95% quantile"),
    Measure("dilution_of_total", "mean", "dilution, new / (old + new), mean"),
    Measure("company_cash_out_usd", "mean", "cash that the company pays out, mean"),
)
"""The first that all policies have decides which is called the worst."""


@dataclass(frozen=True)
class Verdict:
    """Which policy is the worst by one measure.

    Attributes
    ----------
    measure
        Which.
    numbers
        By label, the scenario's own policy first.
    order
        Labels, the worst first.
    to_next
        The worst's number less the next one's, paired.
    to_own
        The same less the scenario's own policy's; None: its own is the worst.
    """

    measure: Measure
    numbers: dict[str, float]
    order: tuple[str, ...]
    to_next: Difference
    to_own: Difference | None

    @property
    def worst(self) -> str:
        """Label of the policy with the highest number."""
        return self.order[0]

    @property
    def is_sure(self) -> bool:
        """Whether the interval of the difference to the next policy lies above zero."""
        return self.to_next.low is not None and self.to_next.low > 0


@dataclass(frozen=True)
class WorstCase:
    """Every policy of the holder on the same random numbers.

    Attributes
    ----------
    name
        Of the scenario.
    cases
        Every policy, the scenario's own first; also those that do not apply, with the reason.
    comparison
        Each other policy against the scenario's own.
    verdicts
        One for each measure that all policies have; the first decides.
    """

    name: str
    cases: tuple[Case, ...]
    comparison: Comparison
    verdicts: tuple[Verdict, ...]

    @property
    def worst(self) -> str:
        """Label of the policy that hurts most, by the first measure."""
        return self.verdicts[0].worst

    @property
    def own(self) -> str:
        """Label of the scenario's own policy."""
        return self.comparison.labels[0]

    def sentences(self) -> Iterator[str]:
        """What is found, in words; first which hurts most, then what limits the answer.

        Yields
        ------
        str
        """
        from simulate.plots.labels import significant

        for verdict in self.verdicts:
            gap = verdict.to_next
            worst = significant(verdict.numbers[verdict.worst], 3)
            worst += "" if gap.unit == "fraction" else f" {gap.unit}"
            if gap.difference == 0:
                alike = [label for label in verdict.order if verdict.numbers[label] == verdict.numbers[verdict.worst]]
                yield f"{verdict.measure.words}: {worst}, the same under {', '.join(alike)}."
                continue
            how = "" if gap.standard_error is None else f" ± {significant(gap.standard_error, 2)}"
            sure = "" if verdict.is_sure else "; the paths do not tell the two apart"
            if gap.low is None:
                sure = "; the paths are too few to tell its error"
            own = verdict.to_own
            more = ""
            if own is not None and verdict.order[1] != self.own:
                error = "" if own.standard_error is None else f" ± {significant(own.standard_error, 2)}"
                more = f", {significant(own.difference, 3)}{error} more than {self.own}"
            apart = f"{significant(gap.difference, 3)}{how} more than {verdict.order[1]}{more}{sure}"
            yield f"{verdict.measure.words}: {verdict.worst} hurts most, {worst}, {apart}."
        for output in dict.fromkeys(output for output, _ in self.comparison.left_out):
            lacking = [label for name, label in self.comparison.left_out if name == output]
            yield f"{output} is not ranked: {', '.join(lacking)} has none, for the deal is of conversion alone."
        for case in self.cases:
            if case.scenario is None:
                yield f"{case.label} does not apply: {case.reason}."
            elif case.barred_by:
                yield f"{case.policy} is a stress: {case.barred_by} forbids it."

    def facts(self) -> dict[str, Any]:
        """What a reader of the files must know: as of a comparison, with the ranking by each measure."""
        return self.comparison.facts() | {
            "kind": "worst case",
            "scenario": self.name,
            "worst": self.worst,
            "policies": [
                {"policy": case.policy, "label": case.label, "barred_by": case.barred_by, "not_run": case.reason}
                for case in self.cases
            ],
            "ranking": [
                {
                    "output": verdict.measure.output,
                    "statistic": verdict.measure.statistic,
                    "order": list(verdict.order),
                    "numbers": verdict.numbers,
                    "worst_less_next": asdict(verdict.to_next),
                    "worst_less_own": None if verdict.to_own is None else asdict(verdict.to_own),
                    "is_sure": verdict.is_sure,
                }
                for verdict in self.verdicts
            ],
            "words": list(self.sentences()),
        }

    def plot(self) -> Figure:
        """The differences of means from the scenario's own policy, each with its interval."""
        from simulate.plots.comparison import comparison

        by = self.verdicts[0].measure.words.split(",")[0]
        return comparison(self.comparison, title=f"By {by}, {self.worst} hurts most")

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
        write_study(directory, TABLE, self.comparison.table, self.facts(), {FIGURE: self.plot()})
