"""Who simulates: threads of this process, or the workers of a cluster."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass

from simulate.course import Crew
from simulate.errors import ConfigError
from simulate.readiness import Announce, have_compiled
from simulate.spool import Spool
from simulate.statistics import special
from simulate.work import Job
from simulate.workers import Workers, default_threads


@dataclass(frozen=True)
class Where:
    """Who simulates.

    Attributes
    ----------
    threads
        Of this process; None: all processors.
    workers
        Processes of a cluster of its own on this machine; None: none.
    scheduler
        Address of a Dask scheduler that is there; None: none.
    """

    threads: int | None = None
    workers: int | None = None
    scheduler: str | None = None

    @property
    def expected_size(self) -> int:
        """How many will work at a time, as far as it is known before the crew is called, which says how many do."""
        return self.workers or self.threads or default_threads()

    @property
    def apart(self) -> bool:
        """Whether others than this process work."""
        return self.workers is not None or self.scheduler is not None

    def check(self) -> None:
        """Refuse what contradicts itself.

        Raises
        ------
        ConfigError
            With what to do.
        """
        if self.workers is not None and self.scheduler is not None:
            raise ConfigError("workers and scheduler: a scheduler has its own workers; give one of the two")
        if self.apart and self.threads is not None:
            raise ConfigError("threads: a worker runs one shard a thread as it was set up; leave threads out")
        for name, count in (("threads", self.threads), ("workers", self.workers)):
            if count is not None and count < 1:
                raise ConfigError(f"{name}: {count} is none; give at least 1")

    @contextlib.contextmanager
    def crew(self, job: Job, spool: Spool, *, landing: bool, announce: Announce) -> Iterator[Crew]:
        """Those who simulate, for the length of the context."""
        if self.apart:
            from simulate.cluster import Cluster

            with Cluster(job, address=self.scheduler, workers=self.workers, announce=announce) as cluster:
                yield cluster
            return
        have_compiled(job.terms, announce)
        threads = self.threads or default_threads()
        with Workers(job, threads, spool, landing=landing, meanwhile=special.load) as workers:
            yield workers
