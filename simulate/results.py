"""The answers of a run: tables, summary and figures, in memory or read back from a run directory."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulate.errors import OutputError
from simulate.output.run_files import CONFIG, MANIFEST, PATHS, TABLES, is_run
from simulate.output.summary_table import summary_rows, summary_table
from simulate.output.tables import (
    FAN_QUANTITIES,
    histograms_table,
    paths_schema,
    paths_table,
    quantile_name,
    sessions_schema,
    sessions_table,
)
from simulate.scenario import Scenario
from simulate.statistics import SummaryRow
from simulate.words.phrases import number_of

if TYPE_CHECKING:
    import pandas

    from simulate.plots import Plots

__all__ = [
    "FAN_QUANTITIES",
    "Result",
    "histograms_table",
    "paths_schema",
    "paths_table",
    "quantile_name",
    "sessions_schema",
    "sessions_table",
    "summary_table",
]


class Result:
    """What a run found.

    Parameters
    ----------
    scenario
        As run. None: read from the directory's config when it is asked for.
    manifest
        What was run, with what, on what. Needed: ``config_hash``, ``seed``, ``paths``, ``measure``; used
        where present: ``expected_irr_per_year``, ``versions``.
    rows
        The summary, in the order of the registry.
    sessions, histograms
        See :mod:`simulate.output.tables`.
    paths
        Per-path rows; None: those of the directory, or none were kept.
    directory
        The run's folder, if it has one.

    Attributes
    ----------
    manifest, sessions, histograms, directory
        As given.
    summary_rows
        Tuple of :class:`simulate.statistics.SummaryRow`.

    Raises
    ------
    ValueError
        If the manifest lacks what is needed, or there is neither scenario nor directory.
    """

    def __init__(
        self,
        scenario: Scenario | None,
        manifest: dict[str, Any],
        rows: Iterable[SummaryRow],
        sessions: Any,
        histograms: Any,
        *,
        paths: Any = None,
        directory: str | Path | None = None,
    ) -> None:
        missing = [key for key in ("config_hash", "seed", "paths", "measure") if key not in manifest]
        if missing:
            raise ValueError(f"the manifest lacks {', '.join(missing)}")
        if scenario is None and directory is None:
            raise ValueError("a result needs a scenario, or a directory to read it from")
        self.manifest = manifest
        self.summary_rows = tuple(rows)
        self.sessions = sessions
        self.histograms = histograms
        self.directory = None if directory is None else Path(directory)
        self._scenario = scenario
        self._paths = paths

    @classmethod
    def read(cls, directory: str | Path) -> Result:
        """Read a run back.

        Parameters
        ----------
        directory
            A run's folder. Per-path rows are read when they are asked for.

        Returns
        -------
        Result

        Raises
        ------
        OutputError
            If the folder holds no run, or one that cannot be read.
        """
        import pyarrow as pa

        from simulate.output.parquet import read_parquet

        folder = Path(directory)
        if not is_run(folder):
            raise OutputError(f"{folder}: holds no run ({MANIFEST} and {CONFIG}); name the directory of one")
        try:
            manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
            summary, sessions, histograms = (read_parquet(folder / f"{name}.parquet") for name in TABLES)
            return cls(None, manifest, summary_rows(summary), sessions, histograms, directory=folder)
        except (OSError, ValueError, KeyError, TypeError, pa.ArrowException) as error:
            raise OutputError(f"{folder}: the run cannot be read: {error}; run it again") from error

    @property
    def scenario(self) -> Scenario:
        """The scenario as run.

        Raises
        ------
        simulate.errors.ConfigError
            If it is read from the directory and cannot be.
        """
        if self._scenario is None:
            from simulate.load import load

            assert self.directory is not None  # the constructor has seen to it
            self._scenario = load(self.directory / CONFIG)
        return self._scenario

    @property
    def paths(self) -> Any:
        """Per-path rows, a pyarrow table of :func:`simulate.output.tables.paths_schema`; None if they were not kept.

        Raises
        ------
        OutputError
            If they are in the directory and cannot be read.
        """
        if self._paths is None and self.directory is not None and (self.directory / PATHS).is_file():
            import pyarrow as pa

            from simulate.output.parquet import read_parquet

            try:
                self._paths = read_parquet(self.directory / PATHS)
            except (OSError, pa.ArrowException) as error:
                raise OutputError(f"{self.directory / PATHS}: cannot be read: {error}") from error
        return self._paths

    @property
    def summary_table(self) -> Any:
        """The summary as a pyarrow table; see :func:`simulate.output.summary_table.summary_table`."""
        return summary_table(self.summary_rows)

    def summary(self) -> pandas.DataFrame:
        """The summary as a data frame.

        Returns
        -------
        pandas.DataFrame
            One row for each output, its name the index; numbers are in the row's ``unit``; undefined numbers
            are NaN.
        """
        table = self.summary_table
        frame: pandas.DataFrame = table.drop_columns(["meaning", "clause", "dtype", "truncated"]).to_pandas()
        return frame.set_index("output")

    def row(self, name: str) -> SummaryRow:
        """The summary of one output.

        Parameters
        ----------
        name
            Its name in the registry.

        Returns
        -------
        SummaryRow

        Raises
        ------
        KeyError
            If there is no such output; the message lists those there are.
        """
        for row in self.summary_rows:
            if row.name == name:
                return row
        raise KeyError(f"no output {name}; there are {', '.join(each.name for each in self.summary_rows)}")

    @property
    def expected_irr_per_year(self) -> float | None:
        """Effective annual IRR of the expected flows; None without a unique root, or if not computed."""
        value = self.manifest.get("expected_irr_per_year")
        return None if value is None else float(value)

    @property
    def run_id(self) -> str:
        """The first twelve digits of the configuration's hash."""
        return str(self.manifest["config_hash"])[:12]

    @property
    def plot(self) -> Plots:
        """The figures, a method each: ``.shares_issued()``, ``.ownership()`` and so on; and ``.save(folder)``."""
        from simulate.plots import Plots

        return Plots(self)

    def __repr__(self) -> str:
        return (
            f"<Result of {self.scenario.name!r}: {number_of(self.manifest['paths'], 'path', 'paths')}, "
            f"seed {self.manifest['seed']}, run {self.run_id}>"
        )

    def _repr_html_(self) -> str:
        """The headline outputs with their errors, for notebooks."""
        from simulate.notebook.result_view import result_html

        return result_html(self)
