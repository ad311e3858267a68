"""A scenario written out: as YAML that loads to an equal scenario, and as a hash that tells two apart."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from decimal import Decimal
from io import StringIO
from typing import Any

from simulate.config.yaml_tree import resolve
from simulate.scenario import Scenario


def plain_number(value: Decimal) -> str:
    """A decimal without exponent or trailing zeros: equal decimals give equal text."""
    return "0" if value == 0 else f"{value.normalize():f}"


def to_yaml(scenario: Scenario) -> str:
    """The scenario as run, defaults written out, in the order of the schema.

    Parameters
    ----------
    scenario
        Any valid scenario.

    Returns
    -------
    str
        YAML that :func:`simulate.load` reads back to an equal scenario. Paths of records stand as given.
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.scalarstring import DoubleQuotedScalarString

    def prepared(value: Any) -> Any:
        """The value with every text that YAML would take for something else in quotes."""
        if isinstance(value, dict):
            return {key: prepared(item) for key, item in value.items()}
        if isinstance(value, (list, tuple)):
            return [prepared(item) for item in value]
        if isinstance(value, str) and not _plain_text(value):
            return DoubleQuotedScalarString(value)
        return value

    def number(representer: Any, value: Decimal) -> Any:
        """Write a decimal as it is, without an exponent."""
        text = plain_number(value)
        return representer.represent_scalar(f"tag:yaml.org,2002:{'float' if '.' in text else 'int'}", text)

    def null(representer: Any, value: None) -> Any:
        """Write None as the word null."""
        return representer.represent_scalar("tag:yaml.org,2002:null", "null")

    yaml = YAML(typ="rt", pure=True)
    yaml.width = 2**20
    yaml.indent(mapping=2, sequence=4, offset=2)
    # The same date in two fields is one object: it is written out twice all the same, as the loader wants it.
    yaml.representer.ignore_aliases = lambda data: True
    yaml.representer.add_representer(Decimal, number)
    yaml.representer.add_representer(type(None), null)
    stream = StringIO()
    yaml.dump(prepared(scenario.model_dump()), stream)
    return stream.getvalue()


def _plain_text(text: str) -> bool:
    """Whether text may stand without quotes and still be text."""
    simple = text.isascii() and text[:1].isalpha() and all(c.isalnum() or c in " _./,-" for c in text)
    return simple and isinstance(resolve(text), str)


def config_hash(scenario: Scenario) -> str:
    """Hash of the whole configuration, its run settings included; not of the records it names.

    Parameters
    ----------
    scenario
        Any valid scenario.

    Returns
    -------
    str
        SHA-256, in hexadecimal, of canonical JSON: keys sorted, ``0.90`` and ``0.9`` the same, defaults
        written out.
    """

    def plain(value: object) -> str:
        """The one text of a value that JSON has no form for."""
        if isinstance(value, Decimal):
            return plain_number(value)
        if isinstance(value, date):
            return value.isoformat()
        raise TypeError(f"{type(value).__name__} has no place in a scenario")

    text = json.dumps(scenario.model_dump(), sort_keys=True, default=plain, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()
