"""The bootstrap's block length, by the package ``arch``."""

from __future__ import annotations

from simulate.calibration.fit import Fit, Parameter
from simulate.history import Record, log_returns, weighted_block
from simulate.history.describe import FEWEST_RETURNS_FOR_INFERENCE
from simulate.history.volatility import arch_blocks

PAPER = (
    "stationary bootstrap (Politis and Romano 1994), block length by arch on squared returns "
    "(Politis and White 2004, Patton, Politis and White 2009)"
)


def fit_blocks(record: Record) -> Fit:
    """Block length of each run, weighted by the runs' returns.

    Parameters
    ----------
    record
        A price record.

    Returns
    -------
    Fit
        Without a standard error: the rule minimises an error of the bootstrap, it estimates nothing.
    """
    returns = log_returns(record)
    counts = [len(run) - 1 for run in record.runs]
    blocks = arch_blocks(record, returns)
    n = sum(counts)
    used = sum(block is not None for block in blocks)
    doubt = "" if n >= FEWEST_RETURNS_FOR_INFERENCE else f"{n} returns, fewer than {FEWEST_RETURNS_FOR_INFERENCE}"
    if not used:
        doubt = "no run has 11 returns that move; 1 stands for it"
    said = tuple(
        f"run of {count} returns: {'none' if block is None else f'{block:.1f} sessions'}"
        for count, block in zip(counts, blocks, strict=True)
    )
    parameter = Parameter("block_sessions", weighted_block(counts, blocks), None, doubt)
    more = (f'record: "{record.path.as_posix()}"',)
    return Fit("bootstrap", "price", PAPER, n, (parameter,), None, said, more=more)
