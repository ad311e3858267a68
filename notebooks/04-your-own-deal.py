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
# # Your own deal, from a blank file
#
# From nothing to answers: write a scenario from a few answers, read it back in words, run it, change a term and see what that changes, and print the table of hypothetical prices. The company is
# made up; put your own numbers in the answers.
#
# **Measure and assumptions.** What `floorless new` is not told it assumes, and marks so in the file: a geometric Brownian motion under the physical measure without drift, and a holder that converts and
# sells as fast as it may. Look at every `[assumed]` before a number leaves the room.

# %%
import sys
import tempfile
from pathlib import Path

from IPython.display import Markdown

import simulate

folder = Path(tempfile.mkdtemp())
deal = folder / "my-deal.yaml"
floorless = f"{sys.executable} -m simulate.cli"

# %% [markdown]
# ## Write it
#
# In a terminal `floorless new my-deal.yaml` asks; here the answers are given at once.

# %%
# !{floorless} new {deal} --yes --company "Example Devices, Inc." --ticker EXDV --outstanding-shares 30000000 --start 2026-03-02 --preferred-shares 6000 --stated-value-usd 1000 --premium-rate-per-year 0.06 --fixed-usd 5.00 --multiplier 0.90 --lookback-sessions 10 --lowest-count 5 --start-price-usd 4.50 --volatility-per-year 0.85 --median-shares 180000

# %%
print(deal.read_text(encoding="utf-8"))

# %% [markdown]
# ## Read it back
#
# A scenario shows itself in words, with every choice and every assumption (`floorless check` prints the same):

# %%
scenario = simulate.load(deal)
scenario

# %% [markdown]
# ## Run it

# %%
PATHS = 20_000
result = simulate.run(scenario, paths=PATHS, keep_paths=True)
result

# %%
result.plot.dilution()

# %%
row = result.row("dilution_of_total")
Markdown(
    f"New shares come to {100 * row.mean:.2f}% of the enlarged company in the mean (standard error {100 * row.standard_error:.2f}%), {100 * row.quantiles[0.5][0]:.2f}% at the median, and "
    f"{100 * row.expected_shortfall:.2f}% in the mean of the worst {100 * (1 - row.tail):.0f}% of paths (standard error {100 * row.expected_shortfall_error:.2f}%)."
)

# %% [markdown]
# ## Change a term
#
# The counterparty offers a floor under the variable price in exchange for a deeper discount. One line of the file changes for each, and both run on the same random numbers.

# %%
text = deal.read_text(encoding="utf-8")
deeper = folder / "deeper-discount.yaml"
deeper.write_text(text.replace("multiplier: 0.90", "multiplier: 0.85", 1), encoding="utf-8")
with_floor = folder / "deeper-with-floor.yaml"
with_floor.write_text(
    "\n".join(
        line + f"\n{' ' * (len(line) - len(line.lstrip()))}floor_usd: 2.50              # never below this" if line.lstrip().startswith("multiplier:") else line
        for line in deeper.read_text(encoding="utf-8").splitlines()
    ),
    encoding="utf-8",
)
changed = simulate.compare([deal, deeper, with_floor], paths=PATHS, outputs=["shares_issued", "dilution_of_total", "dilution_of_old", "effective_issue_price_usd", "pnl_usd"])
changed

# %%
changed.plot()

# %%
discount = changed.difference("shares_issued", "mean", "deeper-discount")
floored = changed.difference("shares_issued", "mean", "deeper-with-floor")
tail = changed.difference("dilution_of_total", "shortfall", "deeper-with-floor")
Markdown(
    f"The deeper discount alone issues {discount.difference:+,.0f} shares in the mean (standard error {discount.standard_error:,.0f}); with the floor it is {floored.difference:+,.0f} (standard error "
    f"{floored.standard_error:,.0f}), and the worst {100 * (1 - changed.tail):.0f}% of paths move by {100 * tail.difference:+.2f} points of dilution (standard error {100 * tail.standard_error:.2f})."
)

# %% [markdown]
# A mistake in the file is told with its line, field, value, and what is allowed:

# %%
wrong = folder / "wrong.yaml"
wrong.write_text(text.replace("multiplier: 0.90", "multiplyer: 0.90", 1), encoding="utf-8")
try:
    simulate.load(wrong)
except simulate.FloorlessError as error:
    print(str(error).replace(str(folder), "."))

# %% [markdown]
# ## The table of hypothetical prices
#
# What a prospectus prints; exact, nothing is drawn, so there is no Monte Carlo error.

# %%
simulate.price_table(scenario)

# %% [markdown]
# Next: `simulate.explore(scenario)` puts sliders on it (`05-explorer`); `floorless run my-deal.yaml --out runs/mine --figures` keeps a run, and `floorless memo runs/mine --out memo.pdf` makes the board's
# memo of it.

# %%
import shutil

shutil.rmtree(folder)
