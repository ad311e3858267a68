"""The scenarios and records that ship: in ``configs/`` of a checkout, in ``simulate/configs/`` of a wheel."""

from __future__ import annotations

from pathlib import Path

from simulate.errors import ConfigError

_PARENTS = ("", ".", "configs", "configs/history", "history")


def shipped_folder() -> Path:
    """Folder that holds the shipped scenarios.

    Returns
    -------
    pathlib.Path
        ``simulate/configs`` where the package is installed, else ``configs`` beside the package.

    Raises
    ------
    simulate.errors.ConfigError
        Where neither exists: the installation is broken.
    """
    package = Path(__file__).resolve().parent
    for folder in (package / "configs", package.parent / "configs"):
        if (folder / "valence-1998.yaml").is_file():
            return folder
    raise ConfigError(
        f"{package}: the shipped scenarios are missing; this installation is incomplete: install floorless again"
    )


def shipped_scenarios() -> dict[str, Path]:
    """The shipped scenarios by name.

    Returns
    -------
    dict of str to pathlib.Path
        Names such as ``valence-1998``, sorted.
    """
    return {path.stem: path for path in sorted(shipped_folder().glob("*.yaml"))}


def find_scenario(path: str | Path) -> Path:
    """The path itself, or the shipped scenario it names where there is no such file.

    Parameters
    ----------
    path
        A file, or ``valence-1998``, ``valence-1998.yaml`` or ``configs/valence-1998.yaml``.

    Returns
    -------
    pathlib.Path
        Not necessarily an existing file.
    """
    return _find(Path(path), "", (".yaml",))


def find_record(path: str | Path) -> Path:
    """The path itself, or the shipped price record it names where there is no such file.

    Parameters
    ----------
    path
        A file, or ``vlnc``, ``vlnc.csv``, ``history/vlnc.csv`` or ``configs/history/vlnc.csv``.

    Returns
    -------
    pathlib.Path
        Not necessarily an existing file.
    """
    return _find(Path(path), "history", (".csv", ".parquet"))


def _find(path: Path, folder: str, suffixes: tuple[str, ...]) -> Path:
    if path.exists() or path.parent.as_posix() not in _PARENTS:
        return path
    names = [path.name] if path.suffix in suffixes else [path.name + suffix for suffix in suffixes]
    for name in names:
        candidate = shipped_folder() / folder / name
        if candidate.is_file():
            return candidate
    return path
