"""What can be turned in an explorer: fields of a scenario with their ranges; and the scenario with others there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from pydantic import ValidationError

from simulate.config.canonical import plain_number, to_yaml
from simulate.config.yaml_tree import Mapping as Tree
from simulate.config.yaml_tree import read_tree
from simulate.load import scenario_of
from simulate.scenario import Gbm, Merton, Scenario, Series
from simulate.scenario.holder import policies
from simulate.scenario.policies import BARRED
from simulate.sweeps.places import find_place, with_value

POLICIES = {
    "convert_and_sell": "converts and sells as fast as it may",
    "hold": "holds until maturity",
    "threshold": "waits for a margin over the conversion price",
    "roll_off": "converts before low bids leave the window",
    "pricing_window_pressure": "sells into the pricing window",
}
"""What the policies are called; one that is not here is called by its name."""


@dataclass(frozen=True)
class Slider:
    """A number that can be moved on a grid through the scenario's own value.

    Attributes
    ----------
    key
        Its name in Python.
    label, unit
        For readers.
    fields
        Dotted fields of the scenario that take the value.
    value
        The scenario's own.
    low, high, step
        Ends and spacing of the grid.
    """

    key: str
    label: str
    unit: str
    fields: tuple[str, ...]
    value: Decimal
    low: Decimal
    high: Decimal
    step: Decimal

    @property
    def is_whole(self) -> bool:
        """Whether only whole numbers can be taken."""
        return all(number == int(number) for number in (self.value, self.step))

    def on_grid(self, value: float | Decimal) -> Decimal:
        """The grid's nearest value, within the ends."""
        exact = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
        near = self.low + self.step * round((exact - self.low) / self.step)
        return min(max(near, self.low), self.high)

    def texts(self, value: Any) -> dict[str, str]:
        """By field, its text in a scenario file."""
        return dict.fromkeys(self.fields, plain_number(self.on_grid(value)))


@dataclass(frozen=True)
class Choice:
    """One of several settings.

    Attributes
    ----------
    key
        Its name in Python.
    label
        For readers.
    settings
        By the name of a setting, the fields it sets and their texts in a scenario file.
    value
        Name of the scenario's own setting.
    """

    key: str
    label: str
    settings: Mapping[str, Mapping[str, str]]
    value: str
    unit: Literal[""] = field(default="")

    def texts(self, value: Any) -> Mapping[str, str]:
        """By field, its text in a scenario file."""
        if value not in self.settings:
            raise ValueError(
                f"{self.key}: {value!r} is none of {', '.join(map(repr, self.settings))}; take one of them"
            )
        return self.settings[value]


Knob = Slider | Choice


def _slider(
    key: str,
    label: str,
    unit: str,
    fields: Iterable[str],
    value: Decimal | int,
    ends: tuple[Decimal | int, Decimal | int],
    step: Decimal | int,
) -> Slider:
    """A slider whose grid runs through the scenario's value, which lies between the ends whatever they are."""
    here, by = Decimal(value), Decimal(step)
    low, high = min(Decimal(ends[0]), here), max(Decimal(ends[1]), here)
    below, above = (here - low) // by, (high - here) // by
    return Slider(key, label, unit, tuple(fields), here, here - below * by, here + above * by, by)


def knobs_of(scenario: Scenario) -> tuple[Knob, ...]:
    """What can be turned in a scenario; what it lacks (a cap, a floating price) has no knob.

    Parameters
    ----------
    scenario
        Any valid scenario.

    Returns
    -------
    tuple of Slider or Choice
    """
    return (*_market(scenario), *_price(scenario), *_limits(scenario), *_holder(scenario))


def _market(scenario: Scenario) -> Iterable[Knob]:
    market = scenario.market
    start, tick = market.start_price_usd, market.tick_usd
    step = Decimal("0.05") if start >= 2 else Decimal("0.01")
    if tick is not None:
        step = tick * max(1, round(step / tick))
    yield _slider(
        "start_price_usd", "Stock price now", "USD", ("market.start_price_usd",), start, (start / 5, start * 3), step
    )
    if isinstance(market.price, (Gbm, Merton)):
        yield _slider(
            "volatility_per_year",
            "Volatility",
            "per year",
            ("market.price.volatility_per_year",),
            market.price.volatility_per_year,
            (Decimal("0.1"), Decimal("2")),
            Decimal("0.05"),
        )


def floating_series(scenario: Scenario) -> Series | None:
    """The first series whose conversion price floats; None: no series has one that does."""
    for series in scenario.deal.series:
        variable = series.conversion_price.variable
        if variable is not None and not variable.waived:
            return series
    return None


def _price(scenario: Scenario) -> Iterable[Knob]:
    series = floating_series(scenario)
    if series is None or series.conversion_price.variable is None:
        return
    variable, place = series.conversion_price.variable, f"deal.series.{series.name}.conversion_price.variable"
    yield _slider(
        "multiplier",
        f"Series {series.name}: multiplier",
        "of the average",
        (f"{place}.multiplier",),
        variable.multiplier,
        (Decimal("0.6"), Decimal("1.2")),
        Decimal("0.01"),
    )
    yield _slider(
        "lookback_sessions",
        f"Series {series.name}: look-back",
        "sessions",
        (f"{place}.lookback_sessions",),
        variable.lookback_sessions,
        (variable.lowest_count, 40),
        1,
    )


def _limits(scenario: Scenario) -> Iterable[Knob]:
    deal = scenario.deal
    cap, covenant, approval = deal.limits.cap, deal.limits.sale_volume, deal.approval
    if cap is not None and cap.amount_shares is not None:
        amount = cap.amount_shares
        step = 10 ** max(len(str(amount)) - 2, 0)
        yield _slider(
            "cap_shares",
            "Cap Amount",
            "shares",
            ("deal.limits.cap.amount_shares",),
            amount,
            (max(step, cap.used_shares), 3 * amount),
            step,
        )
    if cap is not None and approval.mode == "date" and approval.date is not None:
        given = {"deal.approval.mode": "date", "deal.approval.date": approval.date.isoformat()}
        settings = {
            f"given on {approval.date}": given,
            "refused": {"deal.approval.mode": "never", "deal.approval.date": "null"},
        }
        yield Choice("approval", "Stockholder Approval", settings, f"given on {approval.date}")
    if covenant is not None and covenant.share_of_session_volume == covenant.share_of_average_volume > 0:
        place = "deal.limits.sale_volume"
        yield _slider(
            "volume_limit",
            "Sales: limit",
            "of the volume",
            (f"{place}.share_of_session_volume", f"{place}.share_of_average_volume"),
            covenant.share_of_session_volume,
            (Decimal("0.01"), Decimal("0.5")),
            Decimal("0.01"),
        )


def _holder(scenario: Scenario) -> Iterable[Knob]:
    settings = {_called(name): {"holder.policy": name} for name in policies() if _can_follow(scenario, name)}
    yield Choice("holder", "Holder", settings, _called(scenario.holder.policy))


def _can_follow(scenario: Scenario, policy: str) -> bool:
    """Whether a policy needs nothing that the scenario does not give, as one that acts on stated dates does."""
    given = scenario.model_dump()
    try:
        Scenario.model_validate(given | {"holder": given["holder"] | {"policy": policy}})
    except ValidationError:
        return False
    return True


def _called(policy: str) -> str:
    """What a policy is called; one that the contract forbids with the clause, wherever it is shown."""
    name = POLICIES.get(policy, policy)
    return f"{name} (stress, barred by {BARRED[policy]})" if policy in BARRED else name


class Bench:
    """A scenario whose knobs can be turned.

    Parameters
    ----------
    scenario
        Any valid scenario.

    Attributes
    ----------
    scenario, knobs
        As given, and what can be turned.
    """

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.knobs = knobs_of(scenario)
        tree, self._problems = read_tree(to_yaml(scenario))
        assert isinstance(tree, Tree)  # it is a scenario
        self._tree = tree
        name = "scenario.yaml" if scenario.source is None else scenario.source.name
        self._source = scenario.folder / name

    def turned(self, values: Mapping[str, Any]) -> Scenario:
        """The scenario with knobs turned.

        Parameters
        ----------
        values
            By key; a knob that is not named stays at the scenario's own value.

        Returns
        -------
        Scenario
            Checked like one that is read from a file.

        Raises
        ------
        KeyError
            If there is no such knob; the message lists those there are.
        ConfigError
            If the values contradict each other or the deal.
        """
        by_key = {knob.key: knob for knob in self.knobs}
        tree: Any = self._tree
        is_other = False
        for key, value in values.items():
            if key not in by_key:
                raise KeyError(f"no knob {key}; there are {', '.join(by_key)}")
            knob = by_key[key]
            if value == knob.value or (isinstance(knob, Slider) and knob.on_grid(value) == knob.value):
                continue
            is_other = True
            for name, text in knob.texts(value).items():
                tree = with_value(tree, find_place(self._tree, name).path, text)
        if not is_other:
            return self.scenario
        turned = scenario_of(self._source, tree, self._problems)
        return turned.model_copy(update={"run": self.scenario.run})
