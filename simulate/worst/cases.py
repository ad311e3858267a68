"""The scenario under each policy of the holder that the schema knows; one that does not apply says why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pydantic import ValidationError

from simulate.errors import ConfigError
from simulate.scenario import BARRED, Scenario, policies


@dataclass(frozen=True)
class Case:
    """A scenario under one policy of the holder.

    Attributes
    ----------
    policy
        As in ``holder.policy``.
    scenario
        All else as given; None: the policy does not apply to it.
    barred_by
        The clause that forbids the policy; empty: none does.
    reason
        Why it does not apply; empty where it does.
    """

    policy: str
    scenario: Scenario | None
    barred_by: str = ""
    reason: str = ""

    @property
    def label(self) -> str:
        """What tables call it: a barred policy is named as one."""
        return f"{self.policy} (barred by {self.barred_by})" if self.barred_by else self.policy


def cases_of(scenario: Scenario, wanted: Iterable[str] | None = None) -> list[Case]:
    """The scenario under every policy, its own first, then in the order of the schema.

    Parameters
    ----------
    scenario
        Any valid scenario.
    wanted
        Names of policies; None: all. The scenario's own is always among them.

    Returns
    -------
    list of Case
        Also of policies that do not apply: their terms are missing, or need what the scenario has not.

    Raises
    ------
    ConfigError
        If a name is no policy.
    """
    known = policies()
    asked = known if wanted is None else tuple(wanted)
    unknown = [name for name in asked if name not in known]
    if unknown:
        raise ConfigError(f"{', '.join(unknown)}: no policy of a holder; allowed: {', '.join(known)}")
    own = scenario.holder.policy
    return [_case(scenario, policy) for policy in dict.fromkeys((own, *(name for name in known if name in asked)))]


def _case(scenario: Scenario, policy: str) -> Case:
    barred = BARRED.get(policy, "")
    data = scenario.model_dump()
    data["holder"]["policy"] = policy
    case = Case(policy, None, barred)
    data["name"] = case.label
    try:
        made = Scenario.model_validate(data)
    except ValidationError as error:
        reasons = [str(each["msg"]).removeprefix("Value error, ").replace("\n", "; ") for each in error.errors()]
        return Case(policy, None, barred, "; ".join(reasons))
    # Records are found beside the file that the scenario came from.
    made._source = scenario._source
    return Case(policy, made, barred)
