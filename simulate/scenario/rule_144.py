"""Rule 144 of the Securities Act as another way to the market for common that is not registered (contract 5)."""

from __future__ import annotations

from decimal import Decimal

from pydantic import model_validator

from simulate.scenario.base import Exact, Part, term


class Rule144(Part):
    """Rule 144 (17 CFR 230.144), as it stood from April 1997 to 2008, for a holder that is no affiliate."""

    holding_months: int = term(
        "Months that common must have been held before any of it may be sold under the Rule",
        unit="months",
        clause="Rule 144(d)(1)",
        mark="public",
        default=12,
        ge=1,
        le=120,
    )
    free_after_months: int = term(
        "Months after which it is sold under the Rule without any limit on volume",
        unit="months",
        clause="Rule 144(k)",
        mark="public",
        default=24,
        ge=1,
        le=240,
    )
    volume_fraction: Exact = term(
        "Until then, in any volume_months, at most this part of the common outstanding, or a week's volume if that is "
        "more",
        unit="fraction",
        clause="Rule 144(e)(1)(i)",
        mark="public",
        default=Decimal("0.01"),
        ge=0,
        le=1,
    )
    average_weeks: int = term(
        "Weeks before the sale whose average volume is a week's",
        unit="weeks",
        clause="Rule 144(e)(1)(ii)",
        mark="public",
        default=4,
        ge=1,
        le=52,
    )
    sessions_per_week: int = term(
        "Sessions that a calendar week is read as",
        unit="sessions",
        clause="Rule 144(e)(1)(ii)",
        mark="choice",
        default=5,
        ge=1,
        le=7,
    )
    volume_months: int = term(
        "Months for which a sale under the Rule counts against the limit on volume",
        unit="months",
        clause="Rule 144(e)(2)",
        mark="public",
        default=3,
        ge=1,
        le=24,
    )
    cashless_exercise_tacks: bool = term(
        "Whether common of a cashless exercise counts as held since the warrant's issue, as the staff had it before "
        "2008 and the Rule has since, or from the exercise, as common bought for cash does",
        clause="Rule 144(d)(3)(x)",
        mark="choice",
        default=True,
    )

    @property
    def average_sessions(self) -> int:
        """Sessions whose volumes are averaged."""
        return self.average_weeks * self.sessions_per_week

    @model_validator(mode="after")
    def _months_in_order(self) -> Rule144:
        if self.free_after_months < self.holding_months:
            raise ValueError(
                f"free_after_months ({self.free_after_months}) is less than holding_months ({self.holding_months}); "
                "what is free of the limit on volume has been held long enough (Rule 144(k)): raise it"
            )
        return self
