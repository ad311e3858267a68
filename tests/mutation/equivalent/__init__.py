"""Mutants that no test can tell from the code, one by one, each with the reason; a file for each clause module.

In it, by function and line as mutated, why no input makes a difference. A mutant that stands here and is killed all the
same is told by the command: then the line goes. A module has its file when every mutant of it has been tried.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

EQUIVALENT: dict[str, dict[tuple[str, str], str]] = {
    each.name: import_module(f"{__name__}.{each.name}").EQUIVALENT for each in iter_modules(__path__)
}
