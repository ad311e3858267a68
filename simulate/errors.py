"""Mistakes of the user, told without a traceback. The command ends with exit code 2 on any of them."""

from __future__ import annotations

from collections.abc import Sequence


class FloorlessError(Exception):
    """A mistake of the user's: a bad file, a refused input, an output in the way.

    Parameters
    ----------
    messages
        One line for each thing that is wrong, with what is allowed and what to do.
    """

    def __init__(self, messages: str | Sequence[str]) -> None:
        self.messages: tuple[str, ...] = (messages,) if isinstance(messages, str) else tuple(messages)
        super().__init__("\n".join(self.messages))


class ConfigError(FloorlessError):
    """A configuration that cannot be used: each line is ``file:line: field: what, allowed, what to do``."""


class RecordError(FloorlessError):
    """A price record that cannot be used: each line names the row."""


class OutputError(FloorlessError):
    """An output directory or file that cannot be written."""


class ClusterError(FloorlessError):
    """Workers elsewhere that cannot be had, or do not run the same program."""


class InvariantError(Exception):
    """Something that must hold on every path does not: a fault of the program; its text names the path."""


class Interrupted(KeyboardInterrupt):
    """Ctrl-C in a run whose finished shards are kept; its text says so."""
