"""Files that nobody should write: the shipped scenarios and record, spoilt at random."""

from __future__ import annotations

from random import Random

from repository import SHIPPED

SCENARIOS = {path.stem: path.read_text(encoding="utf-8") for path in sorted(SHIPPED.glob("*.yaml"))}
RECORD = (SHIPPED / "history" / "vlnc.csv").read_text(encoding="utf-8")

VALUES = (
    ".nan",
    ".inf",
    "-.inf",
    "nan",
    "NaN",
    "Infinity",
    "1e400",
    "1e-400",
    "1e999999999",
    "1e-999999999",
    "-1",
    "0",
    "-0",
    "9" * 400,
    "0." + "3" * 400,
    "1" + "0" * 5000,
    "18446744073709551616",
    "0x10",
    "0o17",
    "1_000",
    "1,000",
    "1/3",
    "1/0",
    "0/0",
    "yes",
    "true",
    "null",
    "~",
    "",
    "[]",
    "{}",
    "[[[[[[",
    "[" * 60,
    "{a: {a: {a: 1}}}",
    "*a",
    "&a 1",
    "<<: *a",
    "!!python/object/apply:os.system ['touch fuzzed']",
    "!!binary AAAA",
    "!include /etc/passwd",
    "'",
    '"',
    "|",
    ">-",
    "%",
    "\x00",
    "\x07",
    "\ufeff",
    "\u2028",
    "\u0085",
    "٣",
    "１２",
    "²",
    "½",
    "\U0001f4a3",
    "x" * 100_000,
    "1998-02-30",
    "9999-12-31",
    "0001-01-01",
    "1998-12-18T00:00:00",
    "2039-12-31",
    "1989-12-31",
    "2004-02-29",
    "../../../../etc/passwd",
    "/etc/passwd",
    "/dev/zero",
    "/dev/stdin",
    "/proc/self/mem",
    "~/.profile",
    "C:\\con",
    "$(touch fuzzed)",
    "a\\0b",
    "..",
)
"""What stands where something sensible should."""

MILD = (
    "0",
    "1",
    "2",
    "3",
    "5",
    "10",
    "100",
    "0.5",
    "1.5",
    "0.01",
    "1e3",
    "true",
    "false",
    "null",
    "1999-06-30",
    "2001-01-02",
)
"""What could stand there: these reach further in than the checks of a single field."""

LINE_ENDS = ("\r\n", "\r", "\n\r", "\u0085", "\u2028", "\x0b", "\n\n")


def _value(lines: list[str], draw: Random, separator: str) -> None:
    """Put a bad value behind a key, or into a cell."""
    places = [number for number, line in enumerate(lines) if separator in line]
    if not places:
        return
    number = draw.choice(places)
    parts = lines[number].split(separator)
    place = draw.randrange(1, len(parts)) if separator == ":" else draw.randrange(len(parts))
    parts[place] = " " * (separator == ":") + draw.choice(VALUES if draw.random() < 0.4 else MILD)
    lines[number] = separator.join(parts)


def _line(lines: list[str], draw: Random) -> None:
    """Repeat, drop, swap, indent or cut a line."""
    if len(lines) < 2:
        return
    one, other = draw.randrange(len(lines)), draw.randrange(len(lines))
    act = draw.randrange(6)
    if act == 0:
        lines.insert(other, lines[one])
    elif act == 1:
        del lines[one]
    elif act == 2:
        lines[one], lines[other] = lines[other], lines[one]
    elif act == 3:
        lines[one] = draw.choice((" ", "  ", "\t", "- ", "? ")) + lines[one]
    elif act == 4:
        lines[one] = lines[one][: draw.randrange(len(lines[one]) + 1)]
    else:
        lines[one:] = lines[one:] * 2


def mutated(text: str, draw: Random, separator: str) -> bytes:
    """The bytes of a file after one to four changes.

    Parameters
    ----------
    text
        Of a good file.
    draw
        Where the changes come from.
    separator
        ``:`` in YAML, ``,`` in CSV: what bad values stand behind or between.
    """
    lines = text.split("\n")
    for _ in range(draw.choice((1, 1, 2, 4))):
        if draw.random() < 0.7:
            _value(lines, draw, separator)
        else:
            _line(lines, draw)
    ends = "\n" if draw.random() < 0.9 else draw.choice(LINE_ENDS)
    spoilt = ends.join(lines)
    encoding = "utf-8" if draw.random() < 0.95 else draw.choice(("utf-16", "latin-1", "utf-7", "cp037", "utf-8-sig"))
    content = bytearray(spoilt.encode(encoding, errors="replace"))
    if content and draw.random() < 0.1:
        for _ in range(draw.randint(1, 8)):
            content[draw.randrange(len(content))] = draw.randrange(256)
    return bytes(content[: 2**21])


def scenario_file(draw: Random) -> bytes:
    """A spoilt scenario."""
    return mutated(SCENARIOS[draw.choice(sorted(SCENARIOS))], draw, ":")


def record_file(draw: Random) -> bytes:
    """A spoilt price record."""
    return mutated(RECORD, draw, ",")
