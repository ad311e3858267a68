"""The JSON Schema of a scenario file: what editors use to complete and check one while it is written."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from simulate.scenario import SCHEMA_VERSION, Scenario

_BOUNDS = {"ge": "minimum", "gt": "exclusiveMinimum", "le": "maximum", "lt": "exclusiveMaximum"}


class _FileSchema(GenerateJsonSchema):
    """Decimals are numbers in a file; that pydantic would take them as text is no use to an editor."""

    def decimal_schema(self, schema: core_schema.DecimalSchema) -> JsonSchemaValue:
        return super().float_schema({**schema, "type": "float"})  # type: ignore[typeddict-item]


def json_schema() -> dict[str, Any]:
    """JSON Schema, draft 2020-12, of a scenario file.

    Returns
    -------
    dict
        Each field with its description, range and default, and its ``unit``, ``clause`` and ``mark``.
    """
    schema = Scenario.model_json_schema(schema_generator=_FileSchema, mode="validation")
    _mend(schema)
    # The one field that takes text beside a number: a tick such as 1/32.
    tick = schema["$defs"]["Market"]["properties"]["tick_usd"]
    tick["anyOf"].insert(1, {"type": "string", "pattern": r"^\s*[0-9]+\s*/\s*[0-9]+\s*$"})
    return {
        "$schema": GenerateJsonSchema.schema_dialect,
        "title": f"floorless scenario, schema version {SCHEMA_VERSION}",
        **{key: value for key, value in schema.items() if key != "title"},
    }


def _mend(node: Any) -> None:
    """Turn decimals (defaults, bounds) into numbers, and bounds in pydantic's own words into keywords."""
    if isinstance(node, dict):
        numeric = {"number", "integer"} & {
            part.get("type") for part in (node, *node.get("anyOf", ())) if isinstance(part, dict)
        }
        if numeric and isinstance(node.get("default"), str) and node["default"] != "auto":
            node["default"] = _number(Decimal(node["default"]))
        for key, keyword in _BOUNDS.items():
            if numeric and key in node:
                node[keyword] = _number(Decimal(str(node.pop(key))))
        for key, value in node.items():
            if isinstance(value, Decimal):
                node[key] = _number(value)
            else:
                _mend(value)
    elif isinstance(node, list):
        for value in node:
            _mend(value)


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)
