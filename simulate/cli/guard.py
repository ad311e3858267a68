"""How a command ends: the exit code and the one line for each thing that can go wrong, never a traceback."""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Callable
from typing import ParamSpec

import typer

from simulate.errors import FloorlessError, InvariantError

USER_MISTAKE = 2
UNEXPECTED = 1
INTERRUPTED = 130
BROKEN_PIPE = 141
INTERRUPTED_TEXT = "interrupted; nothing was written"
DEBUG = "FLOORLESS_DEBUG"

Parameters = ParamSpec("Parameters")


def say_error(*lines: str) -> None:
    """Print lines to stderr, as they are."""
    for line in lines:
        print(line, file=sys.stderr)


def guarded(command: Callable[Parameters, None]) -> Callable[Parameters, None]:
    """Wrap a command so that it ends with the right exit code and no traceback.

    Parameters
    ----------
    command
        A command of the application.

    Returns
    -------
    callable
        Exits with 0 on success; 2 on a mistake of the user's or of the machine (disk, permission, memory);
        130 on Ctrl-C; 141 where the reader of a pipe went away; 1 on what should never happen.
    """

    @functools.wraps(command)
    def wrapper(*arguments: Parameters.args, **keywords: Parameters.kwargs) -> None:
        """Call the command, and turn what it raises into its exit code and its line."""
        try:
            command(*arguments, **keywords)
            # Here, not at exit, so that a reader who went away is noticed while we can still say so.
            sys.stdout.flush()
        except (typer.Exit, typer.Abort, typer.BadParameter):
            raise
        except FloorlessError as error:
            say_error(*error.messages)
            raise typer.Exit(USER_MISTAKE) from None
        except InvariantError as error:
            say_error(str(error))
            raise typer.Exit(UNEXPECTED) from None
        except KeyboardInterrupt as interrupt:
            say_error(str(interrupt) or INTERRUPTED_TEXT)
            raise typer.Exit(INTERRUPTED) from None
        except BrokenPipeError:
            _silence_stdout()
            raise typer.Exit(BROKEN_PIPE) from None
        except OSError as error:
            where = f"{error.filename}: " if error.filename else ""
            say_error(f"{where}{error.strerror or error}; check the path, its permissions and the space on the disk")
            raise typer.Exit(USER_MISTAKE) from None
        except MemoryError:
            say_error("out of memory; run fewer paths, or do not keep them")
            raise typer.Exit(USER_MISTAKE) from None
        except Exception as error:
            if _interrupted(error):
                say_error(INTERRUPTED_TEXT)
                raise typer.Exit(INTERRUPTED) from None
            if os.environ.get(DEBUG) == "1":
                raise
            say_error(
                f"unexpected {type(error).__name__}: {error}. This is a fault of floorless, please report "
                "it; "
                f"{DEBUG}=1 shows where"
            )
            raise typer.Exit(UNEXPECTED) from None

    return wrapper


def _interrupted(error: BaseException | None) -> bool:
    """Whether Ctrl-C is at the bottom of an error: in the midst of an import Python wraps it in another."""
    while error is not None:
        if isinstance(error, KeyboardInterrupt):
            return True
        error = error.__cause__ or error.__context__
    return False


def _silence_stdout() -> None:
    """Let the interpreter's own flush at exit go nowhere."""
    devnull = os.open(os.devnull, os.O_WRONLY)
    os.dup2(devnull, sys.stdout.fileno())
    os.close(devnull)
