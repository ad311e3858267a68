"""How the libraries of Numba's functions are linked: each by itself until an entry point, or a part, links them all."""

from __future__ import annotations

from typing import Any


class _Alone:
    """A function's library to be linked without what the function calls.

    Parameters
    ----------
    library
        Numba's.
    """

    def __init__(self, library: Any) -> None:
        self._library = library
        self._get_module_for_linking = getattr(library, "alone", library._get_module_for_linking)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._library, name)


def callers_first(libraries: list[Any]) -> list[Any]:
    """Libraries and all that they need, at any depth, each once and after whatever needs it.

    Parameters
    ----------
    libraries
        Numba's; those that wait for their callers have ``needs``.

    Returns
    -------
    list
        In an order in which the linker finds a use for each: it drops what nothing calls yet.
    """
    done: dict[int, Any] = {}

    def visit(library: Any) -> None:
        """What it needs, then itself."""
        if id(library) not in done:
            for each in getattr(library, "needs", ()):
                visit(each)
            done[id(library)] = library

    for each in libraries:
        visit(each)
    return list(done.values())[::-1]


def _optimise_once(library: Any) -> None:
    """LLVM's passes over a library's module, without the cheaper round before it.

    Numba has that one for the counting of references, which kernels do not do.
    """
    made = library._codegen._module_pass_manager()
    # Since Numba 0.62 with the builder that it runs with.
    passes, *builder = made if isinstance(made, tuple) else (made,)
    passes.run(library._final_module, *builder)


def leave_to_callers(library: Any) -> None:
    """Let a function's library neither be linked nor become machine code: its entry point does it.

    Parameters
    ----------
    library
        Numba's.
    """
    library.needs = []
    library.alone = library._get_module_for_linking

    def finalize() -> None:
        """Optimise, and no more."""
        # By itself, before it is inlined: otherwise the code of its callers comes out up to a fifth slower.
        _optimise_once(library)
        library._finalize_dynamic_globals()
        library._finalized = True

    def with_all_it_needs() -> Any:
        """For a caller that somebody compiles with Numba alone."""
        module = library.alone().clone()
        for each in callers_first([library])[1:]:
            module.link_in(_Alone(each)._get_module_for_linking(), preserve=True)
        return module

    library.add_linking_library = library.needs.append
    library.finalize = finalize
    library._get_module_for_linking = with_all_it_needs


def link_all(library: Any) -> None:
    """Let a library that becomes machine code link what it calls, at any depth, but for parts.

    Parameters
    ----------
    library
        Numba's. Once it is finalized its ``parts`` are the names and the machine code of the parts that it calls.
    """
    usual = library.finalize

    def finalize() -> None:
        """Link, optimise, make machine code, have the parts loaded."""
        needed = callers_first(library._linking_libraries)
        promised = [each.fulfil for each in needed if hasattr(each, "fulfil")]
        library._linking_libraries = [_Alone(each) for each in needed if not hasattr(each, "fulfil")]
        code = b""

        def optimise() -> None:
            """What Numba has done between linking and loading."""
            nonlocal code
            _optimise_once(library)
            if promised:
                # Before the parts are waited for. They must be loaded before the code that calls them by their names.
                code = library._codegen._tm.emit_object(library._final_module)
                library._compiled_object = code
            library.parts = [fulfil() for fulfil in promised]

        library._optimize_final_module = optimise
        usual()
        if promised:
            # Numba lets go of code that it has loaded.
            library._compiled_object = code

    library.finalize = finalize
