"""The worst case for the company: every policy of the holder on the same random numbers, and which hurts most."""

from __future__ import annotations

from simulate.worst.cases import Case, cases_of
from simulate.worst.search import worst
from simulate.worst.worst_case import Verdict, WorstCase

__all__ = ["Case", "Verdict", "WorstCase", "cases_of", "worst"]
