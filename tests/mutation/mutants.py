"""Every mutant of a module, as cosmic-ray makes them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_ANNOTATIONS = "core/ReplaceBinaryOperator_BitOr_"
"""The kernels use ``|`` in annotations alone, which nothing evaluates."""
_DECORATORS = "core/RemoveDecorator"
"""With the compiler off the decorators are nothing."""


@dataclass(frozen=True)
class Change:
    """A mutant as text.

    Attributes
    ----------
    code
        The whole module, changed.
    was, line
        The first line that differs, before and after.
    """

    code: str
    was: str
    line: str


@dataclass(frozen=True)
class Mutant:
    """One small change to a module.

    Attributes
    ----------
    path
        The module.
    operator, occurrence
        What kind of change, and which of its places.
    function
        Where; empty: outside of any.
    """

    path: Path
    operator: str
    occurrence: int
    function: str

    @property
    def key(self) -> str:
        """What tells it from the others."""
        return f"{self.operator} {self.occurrence}"

    def change(self) -> Change | None:
        """The module with the change; None: nothing changes."""
        import cosmic_ray.plugins
        from cosmic_ray.mutating import mutate_code

        code = self.path.read_text(encoding="utf-8")
        operator = cosmic_ray.plugins.get_operator(f"core/{self.operator}")()
        changed = mutate_code(code, operator, self.occurrence)
        if changed is None or changed == code:
            return None
        pairs = zip(code.splitlines(), changed.splitlines(), strict=False)
        was, line = next((old.strip(), new.strip()) for old, new in pairs if old != new)
        return Change(changed, was, line)


def mutants(path: Path) -> Iterator[Mutant]:
    """Every mutant of a module, by operator and place."""
    import cosmic_ray.plugins
    from cosmic_ray.ast import ast_nodes, get_ast
    from cosmic_ray.ast.ast_query import ASTQuery

    nodes = list(ast_nodes(get_ast(path.read_text(encoding="utf-8"))))
    for name in sorted(cosmic_ray.plugins.operator_names()):
        kind = cosmic_ray.plugins.get_operator(name)
        if name.startswith(_ANNOTATIONS) or name == _DECORATORS or kind.arguments():
            continue
        operator = kind()
        places = [node for node in nodes for _ in operator.mutation_positions(node)]
        for occurrence, node in enumerate(places):
            where = ASTQuery(node).get_definition_name() or ""
            yield Mutant(path, name.removeprefix("core/"), occurrence, where)
