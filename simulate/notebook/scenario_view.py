"""A scenario, as a notebook shows it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from simulate.notebook.html import bullets, details, table

if TYPE_CHECKING:
    from simulate.scenario import Scenario
    from simulate.words.marks import InForce


def scenario_html(scenario: Scenario) -> str:
    """The deal in words, and every choice and assumption in force.

    Parameters
    ----------
    scenario
        Any valid scenario.

    Returns
    -------
    str
        HTML.
    """
    from simulate.words import assumed_inputs, choices_in_force, deal_in_words, fixed_readings

    choices, assumed, readings = choices_in_force(scenario), assumed_inputs(scenario), fixed_readings(scenario)
    return "\n".join(
        [
            table(scenario.name, ["the deal in words"], [[line] for line in deal_in_words(scenario)]),
            details(f"{len(choices)} choices in force: where the documents are open", _fields(choices)),
            details(f"{len(assumed)} inputs assumed: nobody gave them", _fields(assumed)),
            details(
                f"{len(readings)} readings without a switch",
                bullets(f"{reading.text} ({reading.clause})" for reading in readings),
            ),
        ]
    )


def _fields(items: Sequence[InForce]) -> str:
    return bullets(item.line() for item in items)
