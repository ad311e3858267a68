"""The schema describes itself: every field has a description, a mark, and a unit where it is a number."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import get_args

import jsonschema_stand_in as stand_in
import pytest
from conftest import SHIPPED

from simulate.fields import allowed, extra, kinds
from simulate.load import load
from simulate.scenario import Scenario
from simulate.scenario.base import Mark, Part
from simulate.schema import json_schema


def all_fields(part: type[Part], path: str = ""):
    for name, info in part.model_fields.items():
        yield f"{path}{name}", info
        for kind in kinds(info):
            inner = kind.choices[0] if kind.type is tuple else kind.type
            if isinstance(inner, type) and issubclass(inner, Part):
                yield from all_fields(inner, f"{path}{name}.")


FIELDS = list(all_fields(Scenario))
PURE = {"run.seed", "schema_version"}
"""Numbers that count nothing."""
