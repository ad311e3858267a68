"""Reading a figure as its reader does: its words, and whether they keep apart and on the page."""

from __future__ import annotations

import re

from matplotlib.figure import Figure
from matplotlib.text import Text


def shown(figure: Figure) -> list[Text]:
    """Every text that a reader sees."""
    texts = list(figure.texts)
    for axes in figure.axes:
        texts += [*axes.texts, axes.xaxis.label, axes.yaxis.label]
        if axes.get_legend() is not None:
            texts += axes.get_legend().get_texts()
        for axis in (axes.xaxis, axes.yaxis):
            low, high = sorted(axis.get_view_interval())
            slack = 1e-9 * (high - low)
            for tick in axis.get_major_ticks():
                if low - slack <= tick.get_loc() <= high + slack:
                    texts.append(tick.label1)
    return [text for text in texts if text.get_text().strip() and text.get_visible()]


def words(figure: Figure) -> str:
    figure.canvas.draw()
    return " | ".join(re.sub(r"\s+", " ", text.get_text()) for text in shown(figure))


def check_page(figure: Figure) -> None:
    """Every text is on the page, and no two overlap."""
    figure.set_dpi(200)
    figure.canvas.draw()
    renderer = figure.canvas.get_renderer()
    # Of an annotation the text alone: its leader may cross what it likes.
    boxes = [(text.get_text(), Text.get_window_extent(text, renderer)) for text in shown(figure)]
    for text, box in boxes:
        assert box.x0 >= 0, text
        assert box.y0 >= 0, text
        assert box.x1 <= figure.bbox.x1, text
        assert box.y1 <= figure.bbox.y1, text
    for k, (text, box) in enumerate(boxes):
        for other, second in boxes[:k]:
            across = min(box.x1, second.x1) - max(box.x0, second.x0)
            up = min(box.y1, second.y1) - max(box.y0, second.y0)
            # Boxes of lines hold room for accents and tails: two pixels of 200 an inch may meet.
            assert across <= 2 or up <= 2, (text, other)
