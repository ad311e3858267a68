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
# # How many shares will come out?
#
# In December 1998 Valence Technology sold a second series of convertible preferred stock to CC Investments. Series A converts at a fixed
# $6.03. From 27 July 1999 Series B converts at the lower of $6.03 and 101% of the average of the six lowest of ten closing bids, so nobody
# knew how many shares would come out. This notebook runs that deal and explains one path.
#
# Every number carries its Monte Carlo error. Numbers of the deal come from `configs/valence-1998.yaml`, where each stands with its clause.

# %%
import simulate

scenario = simulate.load("valence-1998")
result = simulate.run(scenario, paths=50_000)
result

# %% [markdown]
# The mean is far above the median: on most paths the holder converts at the fixed price or close to it, and on a few the price falls and the
# number of shares runs away. The expected shortfall is the mean of the worst 5% of paths.

# %%
outputs = ["shares_issued", "dilution_of_total", "dilution_of_old", "pnl_usd", "effective_issue_price_usd"]
numbers = ["unit", "mean", "standard_error", "q05", "q50", "q95", "q99", "expected_shortfall", "expected_shortfall_error"]
table = result.summary().loc[outputs, numbers]
table.map(lambda value: value if isinstance(value, str) else f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.5f}").T

# %% [markdown]
# ## Three figures
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
# ## One path, explained
#
# A path can be drawn again alone by its number: the random numbers are keyed by seed, path and session. The ledger is the second
# implementation, plain Python with exact whole numbers; it must give the shares of the compiled kernels, and names the clause of every event.

# %%
ledger = simulate.explain(result, 3)
print("\n".join(ledger.lines()[:24]))
print(f"... {len(ledger.events)} events in all")

# %%
{name: ledger.totals[name] for name in ("shares_issued", "conversion_proceeds_usd", "pnl_usd", "irr_per_year", "sessions_to_full_conversion")}

# %% [markdown]
# ## Was it the vote?
#
# The twin without Stockholder Approval, on the same random numbers: the Cap Amount holds to the horizon.

# %%
refused = simulate.run(simulate.load("valence-1998-no-approval"), paths=50_000)
for name in ("shares_issued", "cap_reached", "unconverted_stated_value_usd", "pnl_usd"):
    with_vote, without = result.row(name), refused.row(name)
    print(
        f"{name:30s} approved {with_vote.mean:16,.4f} (s.e. {with_vote.standard_error:,.4f})"
        f"   refused {without.mean:16,.4f} (s.e. {without.standard_error:,.4f})   {with_vote.unit}"
    )

# %% [markdown]
# What this leaves out so far: the warrants, redemption, default payments, the reserve and registration tests, adjustments, and any effect of
# the holder's sales on the price. `floorless check valence-1998` lists every choice and every assumption in force.
