"""What a calibration answers: parameters with errors, what the record cannot tell, and YAML to paste."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal

_MOST_PLACES = 12
"""Of a decimal in a scenario."""


@dataclass(frozen=True)
class Parameter:
    """One parameter of a model.

    Attributes
    ----------
    name
        Field of the scenario: ``volatility_per_year``.
    estimate
        In the field's unit.
    standard_error
        Of the estimate; None: none is known.
    not_identified
        Why the record does not tell it; empty: it does.
    """

    name: str
    estimate: float
    standard_error: float | None
    not_identified: str = ""

    @property
    def written(self) -> Decimal:
        """The estimate as the YAML has it: to four digits, and to two of its standard error at least."""
        measures = [(self.estimate, 4), (self.standard_error or 0.0, 2)]
        places = [digits - 1 - math.floor(math.log10(abs(value))) for value, digits in measures if value]
        return round(Decimal(self.estimate), min(max([0, *places]), _MOST_PLACES))

    def line(self, width: int) -> str:
        """Name, estimate, error and what is not told, for a terminal."""
        error = "no standard error" if self.standard_error is None else f"standard error {self.standard_error:.4g}"
        doubt = f"; NOT IDENTIFIED: {self.not_identified}" if self.not_identified else ""
        return f"  {self.name:<{width}}  {self.estimate:>12.6g}  {error}{doubt}"

    def yaml(self) -> str:
        """The field with its comment."""
        error = "" if self.standard_error is None else f"standard error {self.standard_error:.2g}"
        doubt = f"not identified: {self.not_identified}" if self.not_identified else ""
        comment = "; ".join(part for part in (error, doubt) if part)
        return f"{self.name}: {self.written:f}" + (f"  # {comment}" if comment else "")


@dataclass(frozen=True)
class Fit:
    """A model fitted to a record.

    Attributes
    ----------
    model
        Its name in the scenario: ``gbm``, ``merton``, ``garch``, ``bootstrap``, or ``lognormal`` (the volume).
    part
        Part of ``market`` that it is pasted into: ``price`` or ``volume``.
    paper
        Model, and what it is fitted by.
    returns
        How many observations it uses.
    parameters
        Of the model, in the scenario's order; empty: nothing could be fitted.
    log_likelihood
        At the estimates; None: there is none.
    said
        What the user must be told.
    drift
        ``drift_per_year`` under the physical measure; None: the model says nothing of its own about it.
    more
        Further lines of the YAML, as text.
    usable
        Whether a scenario takes the estimates.
    """

    model: str
    part: str
    paper: str
    returns: int
    parameters: tuple[Parameter, ...]
    log_likelihood: float | None = None
    said: tuple[str, ...] = ()
    drift: Parameter | None = None
    more: tuple[str, ...] = ()
    usable: bool = True

    @property
    def not_identified(self) -> tuple[str, ...]:
        """Names of the parameters that the record does not tell."""
        every = self.parameters if self.drift is None else (self.drift, *self.parameters)
        return tuple(parameter.name for parameter in every if parameter.not_identified)

    def lines(self) -> list[str]:
        """The fit as lines of text, for a terminal."""
        likelihood = "" if self.log_likelihood is None else f", log-likelihood {self.log_likelihood:.2f}"
        every = self.parameters if self.drift is None else (*self.parameters, self.drift)
        width = max((len(parameter.name) for parameter in every), default=0)
        out = [f"{self.model}: {self.paper}; {self.returns:,} observations{likelihood}"]
        out += [parameter.line(width) for parameter in every]
        return out + [f"  {text}" for text in self.said]

    def yaml(self) -> list[str]:
        """Lines to paste into ``market`` of a scenario; empty where nothing usable was fitted."""
        if not self.parameters or not self.usable:
            return []
        out = [] if self.drift is None else [self.drift.yaml()]
        out += [f"{self.part}:", f"  model: {self.model}"]
        out += [f"  {line}" for line in self.more]
        return out + [f"  {parameter.yaml()}" for parameter in self.parameters]


@dataclass(frozen=True)
class Calibration:
    """The models fitted to a price record.

    Attributes
    ----------
    record
        The file.
    returns, runs
        Daily log returns, none across a gap, and the stretches of consecutive sessions they come from.
    fits
        One for each model.
    announcements
        Of the record, and of the calibration as a whole.
    """

    record: str
    returns: int
    runs: int
    fits: tuple[Fit, ...]
    announcements: tuple[str, ...]

    def fit(self, model: str) -> Fit:
        """The fit of a model.

        Raises
        ------
        KeyError
            If it was not asked for.
        """
        for fit in self.fits:
            if fit.model == model:
                return fit
        raise KeyError(f"{model} was not fitted; there are {', '.join(fit.model for fit in self.fits)}")

    def lines(self) -> list[str]:
        """The tables and the YAML as lines of text, for a terminal."""
        runs = f"{self.runs} run{'' if self.runs == 1 else 's'}"
        out = [f"{self.record}: {self.returns:,} daily log returns in {runs}; a gap is no return", *self.announcements]
        for fit in self.fits:
            out += ["", *fit.lines()]
        out += ["", "To paste under market:"]
        for fit in self.fits:
            yaml = fit.yaml()
            out += [f"  # {fit.model}, {fit.returns:,} observations", *(f"  {line}" for line in yaml)] if yaml else []
        return out
