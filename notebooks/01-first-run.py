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
# # How many shares will come out? A tour
#
# In December 1998 Valence Technology sold a second series of convertible preferred stock to CC Investments. Series A converts at a fixed
# $6.03. From 27 July 1999 Series B converts at the lower of $6.03 and 101% of the average of the six lowest of ten closing bids, so nobody
# knew how many shares would come out. This notebook runs that deal, looks at the answer from several sides, and explains one path.
#
# **Measure and assumptions.** The physical measure without drift: chances and means, not prices of options. The stock is a geometric Brownian motion of 90% volatility
# [assumed], and the holder converts and sells as fast as the contract lets it [assumed]. Every number carries its Monte Carlo error. Numbers of
# the deal come from `configs/valence-1998.yaml`, where each stands with its clause.
#
# ## The deal, read back
#
# A scenario shows itself in words, with every choice where the documents are open and every input that nobody gave:

# %%
import simulate

scenario = simulate.load("valence-1998")
scenario

# %% [markdown]
# ## A run

# %%
PATHS = 20_000
result = simulate.run(scenario, paths=PATHS, keep_paths=True)
result

# %% [markdown]
# The mean is far above the median: on most paths the holder converts at the fixed price or close to it, and on a few the price falls and the
# number of shares runs away. The shortfall is the mean of the worst 5% of paths. All of it is a data frame too, in the unit that each row names:

# %%
outputs = ["shares_issued", "dilution_of_total", "dilution_of_old", "pnl_usd", "effective_issue_price_usd"]
numbers = ["unit", "mean", "standard_error", "q05", "q50", "q95", "q99", "expected_shortfall", "expected_shortfall_error"]
table = result.summary().loc[outputs, numbers]
table.map(lambda value: value if isinstance(value, str) else f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.5f}").T

# %% [markdown]
# ## Figures
#
# Dilution, always as new/(old + new) here:

# %%
result.plot.dilution()

# %% [markdown]
# Shares issued so far, session by session, against the Cap Amount (lifted by the stockholders on 4 February 1999) and what is authorized:

# %%
result.plot.shares_issued()

# %% [markdown]
# What the investor earns:

# %%
result.plot.pnl()

# %% [markdown]
# `result.plot.names` lists the others; `floorless run ... --figures` writes them all.

# %%
print(", ".join(result.plot.names))

# %% [markdown]
# ## One path, explained
#
# A path can be drawn again alone by its number: the random numbers are keyed by seed, path and session. The ledger is the second
# implementation, plain Python with exact whole numbers; it must give the shares of the compiled kernels, and names the clause of every event.

# %%
ledger = simulate.explain(result, 3)
ledger

# %%
path = result.paths.slice(3, 1).to_pylist()[0]
assert path["path"] == 3
assert path["shares_issued"] == ledger.totals["shares_issued"]
{name: (path[name], ledger.totals[name]) for name in ("shares_issued", "conversion_proceeds_usd", "pnl_usd", "sessions_to_full_conversion")}

# %% [markdown]
# ## Side by side
#
# The twin without Stockholder Approval, on the same random numbers. The error of a difference is that of the differences path by path, far smaller than either mean's.

# %%
refused = simulate.run("valence-1998-no-approval", paths=PATHS, keep_paths=True)
simulate.compare([result, refused], outputs=["shares_issued", "dilution_of_total", "dilution_of_old", "company_cash_out_usd", "pnl_usd"])

# %% [markdown]
# ## The prospectus's table
#
# New shares at hypothetical stock prices; exact, nothing is drawn:

# %%
simulate.price_table(scenario)

# %% [markdown]
# ## Where to go from here
#
# | notebook | what it does |
# |---|---|
# | `02-december-1998` | the board's questions: what dropping Series A's floating price bought, and what the vote decides |
# | `03-what-happened` | the deal on the prices on record, and what the program would have said |
# | `04-your-own-deal` | from a blank file to answers |
# | `05-explorer` | sliders |
# | `06-the-spiral` | what the holder's own pressure on the price does |
#
# What the model leaves out by default: the holder's sales do not move the price, nobody sells short, and volatility is constant. `floorless check valence-1998` lists every choice and every
# assumption in force.
