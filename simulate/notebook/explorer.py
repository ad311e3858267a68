"""The explorer as Jupyter shows it: sliders beside the distribution of dilution and the table of prices."""

from __future__ import annotations

from base64 import b64encode
from html import escape
from typing import TYPE_CHECKING, Any

from simulate.errors import FloorlessError
from simulate.notebook.exploration import Answer, Exploration
from simulate.notebook.html import paragraph
from simulate.notebook.knobs import Choice, Knob, Slider
from simulate.notebook.price_table_view import price_table_html

if TYPE_CHECKING:
    from collections.abc import Mapping

    from simulate.scenario import Scenario


class Explorer:
    """Sliders that redraw the dilution of a scenario.

    Shown in Jupyter it is live, with what ``pip install 'floorless[notebook]'`` brings. Without widgets, and in a
    page that is only read, it shows what it last drew.

    Parameters
    ----------
    exploration
        The scenario, and how it is drawn.

    Attributes
    ----------
    answer
        What was drawn last.
    """

    def __init__(self, exploration: Exploration) -> None:
        self._exploration = exploration
        self._values: dict[str, Any] = {}
        self._box: Any = None
        self.answer: Answer = exploration.draw({}, _tell)

    @property
    def knobs(self) -> Mapping[str, Knob]:
        """What can be turned, by key."""
        return {knob.key: knob for knob in self._exploration.knobs}

    @property
    def scenario(self) -> Scenario:
        """The scenario as it was drawn last."""
        return self.answer.scenario

    def turn(self, **values: Any) -> Answer:
        """Turn knobs, as moving sliders does; those that are not named stay where they are.

        Parameters
        ----------
        **values
            By key of :attr:`knobs`.

        Returns
        -------
        Answer

        Raises
        ------
        KeyError, ValueError, FloorlessError
            If there is no such knob or setting, or the values contradict each other; what was drawn stands.
        """
        wanted = self._values | values
        self.answer = self._exploration.draw(wanted, _tell)
        self._values = wanted
        return self.answer

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        """The widgets where there are any, and the last answer for pages that are only read."""
        page = figure_html(self.answer) + self.answer._repr_html_()
        bundle: dict[str, Any] = {"text/plain": repr(self)}
        try:
            view = self.widget()._repr_mimebundle_()
        except ImportError:
            return bundle | {"text/html": page + paragraph("Sliders need pip install 'floorless[notebook]'.")}
        return bundle | {"text/html": page} | {kind: what for kind, what in view.items() if kind != "text/plain"}

    def __repr__(self) -> str:
        row = self.answer.result.row("dilution_of_total")
        return (
            f"<Explorer of {self.scenario.name!r}: median dilution {row.quantiles[0.5][0]:.2%}, "
            f"{self.scenario.run.paths:,} paths, seed {self.scenario.run.seed}>"
        )

    def widget(self) -> Any:
        """The sliders and what they redraw, as one ipywidgets box; the same one each time.

        Raises
        ------
        ImportError
            If ipywidgets is not installed.
        """
        if self._box is None:
            self._box = _Panel(self).box
        return self._box


def explore(scenario: Scenario, *, paths: int | None, seed: int | None, threads: int | None) -> Explorer:
    """Explore a scenario; see :func:`simulate.explore`."""
    return Explorer(Exploration(scenario, paths=paths, seed=seed, threads=threads))


def figure_html(answer: Answer) -> str:
    """The figure of an answer as an image in the page."""
    data = b64encode(answer.png).decode("ascii")
    return f'<img alt="Distribution of dilution" style="max-width:100%" src="data:image/png;base64,{data}">'


def _tell(text: str) -> None:
    print(text, flush=True)


class _Panel:
    """The widgets of an explorer.

    Parameters
    ----------
    explorer
        What they turn, and what they show.
    """

    def __init__(self, explorer: Explorer) -> None:
        import ipywidgets

        self._explorer = explorer
        self._draws = 0
        self._controls = {key: self._control(ipywidgets, knob) for key, knob in explorer.knobs.items()}
        reset = ipywidgets.Button(description="as the scenario has it", layout={"width": "auto"})
        reset.on_click(lambda _: self._reset())
        self._status, self._numbers, self._prices = (ipywidgets.HTML() for _ in range(3))
        self._figure = ipywidgets.Image(format="png", layout={"max_width": "100%"})
        left = ipywidgets.VBox([*self._controls.values(), reset, self._status], layout={"flex": "0 0 400px"})
        right = ipywidgets.VBox([self._figure], layout={"flex": "1 1 480px"})
        top = ipywidgets.HBox([left, right], layout={"flex_flow": "row wrap"})
        self.box = ipywidgets.VBox([top, self._numbers, self._prices])
        self._is_quiet = False
        self._show()
        for control in self._controls.values():
            control.observe(self._turned, names="value")

    @staticmethod
    def _control(ipywidgets: Any, knob: Knob) -> Any:
        """The widget of a knob."""
        wide = {"description_width": "150px"}
        layout = {"width": "390px"}
        if isinstance(knob, Choice):
            return ipywidgets.Dropdown(
                description=knob.label, options=list(knob.settings), value=knob.value, style=wide, layout=layout
            )
        kind, number = (ipywidgets.IntSlider, int) if knob.is_whole else (ipywidgets.FloatSlider, float)
        more = {"readout_format": ",d"} if knob.is_whole else {"readout_format": f".{_decimals(knob)}f"}
        return kind(
            description=knob.label,
            tooltip=f"{knob.label}, {knob.unit}: {', '.join(knob.fields)}",
            min=number(knob.low),
            max=number(knob.high),
            step=number(knob.step),
            value=number(knob.value),
            # While it is dragged nothing is drawn: a redraw for each step on the way would queue up.
            continuous_update=False,
            style=wide,
            layout=layout,
            **more,
        )

    def _turned(self, _: Any) -> None:
        if not self._is_quiet:
            self._redraw()

    def _redraw(self) -> None:
        """Draw for the values that the widgets have now."""
        self._say("drawing ...")
        knobs = self._explorer.knobs
        values = {
            key: knob.on_grid(self._controls[key].value) if isinstance(knob, Slider) else self._controls[key].value
            for key, knob in knobs.items()
        }
        try:
            self._explorer.turn(**values)
        except FloorlessError as error:
            self._say(f"Not possible; what is drawn is of the values before. {error}")
            return
        self._show()

    def _reset(self) -> None:
        self._is_quiet = True
        try:
            for key, knob in self._explorer.knobs.items():
                self._controls[key].value = (
                    knob.value if isinstance(knob, Choice) else type(self._controls[key].value)(knob.value)
                )
        finally:
            self._is_quiet = False
        self._redraw()

    def _show(self) -> None:
        """Put the last answer on the page."""
        answer = self._explorer.answer
        self._figure.value = answer.png
        self._numbers.value = answer.numbers_html()
        self._prices.value = price_table_html(answer.prices)
        self._draws += 1
        self._say(f"{answer.scenario.run.paths:,} paths, drawn in {answer.seconds:.2f} seconds")

    def _say(self, text: str) -> None:
        self._status.value = f'<span class="floorless-status" data-draws="{self._draws}">{escape(text)}</span>'


def _decimals(knob: Slider) -> int:
    exponents = (number.as_tuple().exponent for number in (knob.step, knob.low))
    return max(-int(exponent) for exponent in exponents)
