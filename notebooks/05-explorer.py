# ---
# jupyter:
#   jupytext:
#     formats: ipynb,py:percent
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # What moves the dilution?
#
# Move a slider of the Valence deal and see what becomes of the dilution: the stock price at the closing, its volatility, Series B's
# multiplier and look-back, the Cap Amount, the vote, how much may be sold in a session, and what the holder does. Every move
# simulates the deal again on the same random numbers and redraws the distribution and the table of hypothetical prices.
#
# - **Measure and model**: as the scenario has them; the line under the figure says which. The price is a geometric Brownian motion, and the
#   holder's sales do not move it unless the scenario says so.
# - **Paths and error**: as many paths as your machine does within a second; the number stands beside the median, with its interval, and every
#   mean has its standard error. Fewer paths mean wider intervals, never other medians on the same paths: `simulate.run` with the same
#   scenario, seed and number of paths gives the same numbers to the last bit.
# - **A slider that changes nothing** tells something too: while the stockholders approve on 4 February 1999, the Cap Amount falls away long before
#   it could bind. Set the vote to *refused*, and it does.
#
# The sliders need `pip install 'floorless[notebook]'` and a running kernel. In a page that is only read, what was drawn last is shown.

# %%
import simulate

explorer = simulate.explore("valence-1998")
explorer

# %% [markdown]
# ## The same from code
#
# `turn` does what the sliders do. What the multiplier does, all else as the scenario has it: half of the paths never convert below the fixed price, so the median
# hardly moves; the mean and the tail do.

# %%
from IPython.display import HTML

from simulate.notebook.html import table

other = simulate.explore("valence-1998", paths=4096)
rows = []
for multiplier in ("0.80", "0.90", "1.01"):
    row = other.turn(multiplier=multiplier).result.row("dilution_of_total")
    median, (high, least, most) = row.quantiles[0.5][0], row.quantiles[0.95]
    rows.append([multiplier, f"{row.mean:.2%}", f"{row.standard_error:.2%}", f"{median:.2%}", f"{high:.2%}", f"{least:.2%} to {most:.2%}"])
headings = ["multiplier", "mean", "standard error", "median", "95% quantile", "its 95% interval"]
HTML(table(f"Dilution, new / (old + new), by Series B's multiplier; {other.scenario.run.paths:,} paths, seed {other.scenario.run.seed}", headings, rows, words=0))

# %% [markdown]
# Any of it can be kept: `explorer.scenario` is the scenario as it was drawn last, which `simulate.run` takes.

# %%
explorer.scenario.run.paths, explorer.scenario.run.seed, explorer.answer.result.row("dilution_of_total").quantiles[0.5][0]
