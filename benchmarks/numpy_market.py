"""The market of a batch of paths as NumPy arrays, one session at a time: drawn, or given.

What is drawn follows METHODS 2 (GBM and the volume model) with NumPy's own generator, so its numbers are
not the kernels'.
"""

from __future__ import annotations

import math
from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from kernels.tables import QuoteTable, Tables

Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Truths = npt.NDArray[np.bool_]

MEAN_SIZE = math.sqrt(2.0 / math.pi)
"""Mean of ``|z|``."""
SIZE_DEVIATION = math.sqrt(1.0 - 2.0 / math.pi)
"""Deviation of ``|z|``."""
MOST_SHARES = 2.0**40
"""Most volume of a session."""


class Session(NamedTuple):
    """One session of the paths that are still followed, each array ``[paths]``."""

    closes: Integers
    """Closes in units."""
    bids: Integers
    """Closing bids in units."""
    volumes: Integers
    """Volumes in shares."""


class Market(Protocol):
    """A market that is asked for its sessions in order."""

    def session(self, t: int) -> Session:
        """Session t of the paths that are still followed."""

    def keep(self, going: Truths) -> None:
        """Follow only the paths marked from now on."""


class GivenMarket:
    """A market given as arrays.

    Parameters
    ----------
    closes, bids, volumes
        int64 ``[sessions, paths]``, prices in whole units.
    """

    def __init__(self, closes: Integers, bids: Integers, volumes: Integers) -> None:
        self._closes, self._bids, self._volumes = closes, bids, volumes
        self._paths = np.arange(closes.shape[1])

    def session(self, t: int) -> Session:
        """Session t of the paths that are still followed."""
        paths = self._paths
        return Session(self._closes[t, paths], self._bids[t, paths], self._volumes[t, paths])

    def keep(self, going: Truths) -> None:
        """Follow only the paths marked from now on."""
        self._paths = self._paths[going]


def bids_of(closes: Integers, quote: QuoteTable) -> Integers:
    """Closing bids of closes: less half the spread, to the nearest unit, halves up, at least 1.

    Parameters
    ----------
    closes
        Whole units, ``[paths]``.
    quote
        The grid; a scenario with a tick is refused by :func:`benchmarks.numpy_contract.make_deal`.
    """
    numerator, denominator = int(quote.bid_numerator), int(quote.bid_denominator)
    return np.maximum((2 * numerator * closes + denominator) // (2 * denominator), 1)


class DrawnMarket:
    """A market drawn as it is asked for, two normals for each path and session.

    Parameters
    ----------
    tables
        The scenario.
    paths
        How many paths.
    generator
        NumPy's.
    """

    def __init__(self, tables: Tables, paths: int, generator: np.random.Generator) -> None:
        self._tables = tables
        self._generator = generator
        self._log2_units = np.full(paths, math.log2(tables.quote.start_units))
        self._news = np.zeros(paths)

    def session(self, t: int) -> Session:
        """Session t of the paths that are still followed."""
        gbm, quote, volume = self._tables.gbm, self._tables.quote, self._tables.volume
        paths = self._news.size
        z = self._generator.standard_normal(paths)
        e = self._generator.standard_normal(paths)
        self._news *= volume.persistence
        self._news += (volume.size_weight / SIZE_DEVIATION) * (np.abs(z) - MEAN_SIZE)
        e *= volume.own_weight
        self._news += e
        if t == 0:
            # Session 0's close is given.
            closes = np.full(paths, int(quote.start_units))
        else:
            z *= gbm.log2_volatility
            z += gbm.log2_drift[t]
            self._log2_units += z
            units = np.rint(np.exp2(self._log2_units))
            closes = np.clip(units, 1.0, quote.highest_units).astype(np.int64)
        shares = np.exp2(volume.log2_deviation * self._news)
        shares *= volume.median_shares
        volumes = np.minimum(np.rint(shares), MOST_SHARES).astype(np.int64)
        return Session(closes, bids_of(closes, quote), volumes)

    def keep(self, going: Truths) -> None:
        """Follow only the paths marked from now on."""
        self._log2_units = self._log2_units[going]
        self._news = self._news[going]
