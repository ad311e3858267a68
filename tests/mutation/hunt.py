"""The random deal on which a mutant of the kernels and the ledger differ: what a missing test would be made of."""

from __future__ import annotations

import contextlib
import os
import resource
import sys

_SECONDS = 120


def hunt(module: str, code: str, deals: int) -> int | str:
    """Look for it, in a child of this process.

    Parameters
    ----------
    module, code
        What is changed, and its text.
    deals
        How many to try, from 0 on, a path of each.

    Returns
    -------
    int or str
        Its number; ``none`` of them; or ``crash``.
    """
    from tests.mutation.trial import put_in

    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        ending = 1
        try:
            os.close(reading)
            resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
            nowhere = os.open(os.devnull, os.O_WRONLY)
            for stream in (1, 2):
                os.dup2(nowhere, stream)
            from simulate.errors import ConfigError
            from tests.mutation.parity_of_clause import differences

            put_in(sys.modules[module], code)
            for number in range(deals):
                os.write(writing, f"{number} ".encode())
                with contextlib.suppress(ConfigError):
                    if differences("whole", number):
                        ending = 3
                        break
            else:
                ending = 4
        finally:
            os._exit(ending)
    os.close(writing)
    with os.fdopen(reading) as stream:
        tried = stream.read().split()
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    last = int(tried[-1]) if tried else -1
    return last if status in (1, 3) else ("none" if status == 4 else f"slow after {last}")
