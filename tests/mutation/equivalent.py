"""Mutants that no test can tell from the code, one by one, each with the reason.

By module: the function, the line as mutated, and why no input makes a difference. A mutant that stands here and is
killed all the same is told by the command: then the line goes.
"""

from __future__ import annotations

EQUIVALENT: dict[str, dict[tuple[str, str], str]] = {}
