"""What a merger does to the preferred, in numbers (``CoD XI.B``, ``XI.C``); the mergers themselves are events."""

from __future__ import annotations

from decimal import Decimal

from simulate.scenario.base import Exact, Part, term


class MergerTerms(Part):
    """How long an announcement freezes the Conversion Price, and what completion pays at least."""

    freeze_sessions_after_abandonment: int = term(
        "An announcement freezes the Conversion Price from above until this trading day after the abandonment (the "
        "Abandonment Date), which is free of it",
        unit="sessions",
        clause="CoD XI.B",
        default=7,
        ge=0,
        le=250,
    )
    face_multiple: Exact = term(
        "Completion pays a preferred share what its common would have had, or this multiple of face if that is more",
        unit="multiple",
        clause="CoD XI.C",
        default=Decimal("1.25"),
        ge=0,
        le=100,
    )
