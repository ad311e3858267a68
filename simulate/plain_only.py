"""What knows no errors but those of independent paths, and refuses to state wrong ones."""

from __future__ import annotations

from simulate.scenario import Scenario
from simulate.terms.refusal import refusal


def needs_plain(scenario: Scenario, what: str) -> None:
    """Refuse a scenario whose paths share random numbers.

    Parameters
    ----------
    scenario
        What is asked for.
    what
        What would have to know their errors, as the beginning of a sentence.

    Raises
    ------
    ConfigError
        With what to do.
    """
    if scenario.run.paths_together > 1:
        raise refusal(
            scenario,
            "run.sampling",
            f"paths share random numbers: {what} errors of independent paths (METHODS, Sampling)",
            "plain",
            "set it to plain for this",
        )
