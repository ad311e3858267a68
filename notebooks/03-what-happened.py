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
# # What happened, and what the program would have said
#
# The deal is put on the prices that really were, and the program's forecast of December 1998 is held against what came.
#
# **The limits of this come first.** The project has 72 sessions of VLNC quotes on public record, in three runs with years between them; there is no price on record from the
# closing in December 1998 until August 1999. Nothing is invented, interpolated or extended here: a session that is not on record has no bid, no volume and no act, and a
# look-back that would cross a gap gives no price. Where the record has a close and no bid, the bid is the close less half the stated spread, and that is said. One history is one draw: it can make a forecast look odd, but it can neither prove nor refute a distribution. And sessions that
# follow each other are not independent: ten bids outside a band are not ten pieces of evidence.
#
# **Measure.** Forecasts are under the physical measure, drift and volatility [assumed] as in the scenario; the replay and the filings' figures draw nothing and have no
# Monte Carlo error.

# %%
from datetime import date

import matplotlib.pyplot as plt
from IPython.display import Markdown

import simulate
from simulate.history import describe, read_record
from simulate.shipped import find_record

scenario = simulate.load("valence-1998-as-it-happened")
record = read_record(find_record("vlnc"), spread_fraction=scenario.market.spread_fraction)
known = dict(zip(record.dates, record.bids))
lines = ["| run | sessions | first | last | lowest bid | highest bid |", "|---|---:|---|---|---:|---:|"]
for number, run in enumerate(record.runs, start=1):
    days = [record.dates[k] for k in run]
    bids = [float(known[day]) for day in days]
    lines.append(f"| {number} | {len(days)} | {days[0]} | {days[-1]} | {min(bids):.4f} | {max(bids):.4f} |")
filled = sum(record.bid_filled)
Markdown(
    "\n".join(lines)
    + f"\n\n{len(record.dates)} sessions; {filled} bids are the close less half the stated spread, for the record has no bid there; "
    f"{sum(volume is None for volume in record.volumes)} sessions have no volume on record."
)

# %% [markdown]
# ## The contract on the record
#
# Conversion prices, for each date whose look-back the record covers. One of them was published at the time, 4.7081 for 4 November 1999; the program finds it from the ten
# bids before.

# %%
prices = [row for row in simulate.conversion_prices("valence-1998", record) if row.conversion_price_usd is not None]
floating = [row for row in prices if row.variable_price_usd is not None and row.date.year == 1999]
figure, axes = plt.subplots(figsize=(9, 3.6), layout="constrained")
for number, run in enumerate(record.runs[:2]):
    days = [record.dates[k] for k in run]
    axes.plot(days, [float(known[day]) for day in days], "k.-", linewidth=0.8, label="closing bid on record" if number == 0 else None)
axes.plot([row.date for row in floating], [float(row.conversion_price_usd) for row in floating], "C0o", markersize=4, label="conversion price, where it is known")
axes.axhline(float(scenario.deal.series[1].conversion_price.fixed_usd), color="0.5", linestyle="--", linewidth=0.8, label="fixed price")
axes.set_ylabel("US dollars per share")
axes.set_title("Bids and conversion prices of Series B; between the runs nothing is on record", loc="left", fontsize=10)
axes.legend(frameon=False, fontsize=8)
plt.close(figure)
figure

# %%
on_the_day = next(row for row in floating if row.date == date(1999, 11, 4))
Markdown(
    f"For {on_the_day.date}: {float(on_the_day.conversion_price_usd):.4f} dollars. The record gives a conversion price on {len(floating)} of its "
    f"{sum(day.year == 1999 for day in record.dates)} sessions of 1999; the others' look-backs cross a gap."
)

# %% [markdown]
# The replay lets the scenario's holder act on those sessions and on no others. It is not what CC Investments did: the holder keeps everything until the record begins, because it may only act
# where there is a price. The ledger says what it could not do.

# %%
ledger = simulate.replay(scenario, record)
ledger

# %%
gaps = [event for event in ledger.events if event.kind in ("gap", "no price", "no decision", "no volume")]
Markdown("What the record does not let it know:\n\n" + "\n".join(f"- {event.date}: {event.kind}. {event.note}" for event in gaps))

# %% [markdown]
# ## The conversions on public record
#
# Two conversions are public: 3,000 Series B on 13 September 1999 at about $4.47 into roughly 690,000 to 700,000 shares, and all 7,500 Series A in mid-October 1999 into
# about 1.335 million. The bids before 13 September are not on record, so the program cannot find that conversion price; given the price, it can say the shares. Series A converts at its
# fixed price whatever the market did.

# %%
A_DAY, B_DAY, B_PRICE, B_PREFERRED = date(1999, 10, 15), date(1999, 9, 13), "4.47", 3000
series_a = simulate.price_table(scenario, on=A_DAY).rows[0].series[0].shares
series_b = scenario.deal.series[1]
at_price = series_b.model_copy(update={"conversion_price": series_b.conversion_price.model_copy(update={"fixed_usd": type(series_b.stated_value_usd)(B_PRICE), "variable": None}), "preferred_shares": B_PREFERRED})
as_converted = scenario.model_copy(update={"deal": scenario.deal.model_copy(update={"series": (scenario.deal.series[0], at_price)})})
b_shares = simulate.price_table(as_converted, on=B_DAY).rows[0].series[1].shares
Markdown(
    f"| | the program | public record |\n|---|---:|---:|\n| all 7,500 Series A on {A_DAY} | {series_a:,} | about 1,335,000 |\n"
    f"| {B_PREFERRED:,} Series B on {B_DAY} at ${B_PRICE} | {b_shares:,} | 690,000 to 700,000 |\n\n"
    f"Series B's public price is given as 'about': 690,000 to 700,000 shares belong to a price from {b_shares * float(B_PRICE) / 700_000:.3f} to {b_shares * float(B_PRICE) / 690_000:.3f} dollars, "
    f"and a cent more or less moves the program's number by {b_shares * 0.01 / float(B_PRICE):,.0f} shares."
)

# %% [markdown]
# ## What December 1998 would have said of 1999
#
# The conversion of preferred from the Second Closing, run blind: the program knows nothing of what follows. Warrants are left out (`valence-1998-conversion-only`), so that its shares are
# those that the public conversions count. The question for each session on record is where the real bid stands among the simulated bids of that day.

# %%
PATHS = 20_000
LEVELS = [1, 5, 25, 50, 75, 95, 99]
blind = simulate.load("valence-1998-conversion-only")
to_bid = 1 - float(blind.market.spread_fraction) / 2


def fan_of(result):
    """Quantiles by session, with the bids that belong to the closes."""
    fan = result.sessions.to_pandas()
    fan.index = [day if not hasattr(day, "date") else day.date() for day in fan["date"]]
    for level in LEVELS:
        fan[f"bid_q{level:02d}"] = fan[f"price_usd_q{level:02d}"] * to_bid
    return fan


def place(fan, day, value, what):
    """Between which of the table's quantiles a number stands."""
    under = [level for level in LEVELS if fan.loc[day, f"{what}_q{level:02d}"] <= value]
    over = [level for level in LEVELS if fan.loc[day, f"{what}_q{level:02d}"] > value]
    if not under:
        return f"below the {LEVELS[0]}% quantile"
    return f"between the {under[-1]}% and the {over[0]}% quantile" if over else f"above the {LEVELS[-1]}% quantile"


result = simulate.run(blind, paths=PATHS)
fan = fan_of(result)
in_1999 = [day for day in record.dates if day.year == 1999]
figure, axes = plt.subplots(figsize=(9, 3.8), layout="constrained")
shown = fan[fan.index <= date(1999, 12, 31)]
axes.fill_between(shown.index, shown["bid_q05"], shown["bid_q95"], color="0.88", label="5% to 95% of paths")
axes.fill_between(shown.index, shown["bid_q25"], shown["bid_q75"], color="0.75", label="25% to 75%")
axes.plot(shown.index, shown["bid_q50"], color="0.3", linewidth=0.8, label="median")
for number, run in enumerate(record.runs[:2]):
    days = [record.dates[k] for k in run]
    axes.plot(days, [float(known[day]) for day in days], "C3-", linewidth=1.5, label="bid on record" if number == 0 else None)
axes.set_ylabel("US dollars per share")
axes.set_title(f"Simulated bids from the Second Closing ({PATHS:,} paths, physical measure) and the bids on record", loc="left", fontsize=10)
axes.legend(frameon=False, fontsize=8, loc="upper left")
plt.close(figure)
figure

# %%
inside = [day for day in in_1999 if fan.loc[day, "bid_q05"] <= float(known[day]) <= fan.loc[day, "bid_q95"]]
below = [day for day in in_1999 if float(known[day]) < fan.loc[day, "bid_q50"]]
# Last sales on public record beyond the record's bids. They are placed in the fan and used for nothing: nothing is extended.
LATER = {date(1999, 12, 20): 19.6875, date(2000, 3, 16): 29.1875}
Markdown(
    f"Of the {len(in_1999)} sessions of 1999 on record, {len(inside)} have their bid between the 5% and the 95% quantile of that day's simulated bids, and {len(below)} below the median. Two last sales that are public beyond the "
    "record: " + "; ".join(f"{price} dollars on {day} stands {place(fan, day, price, 'bid')}" for day, price in LATER.items())
    + f". The quantiles are of {PATHS:,} paths, seed {result.manifest['seed']}, counted in bins at most 0.8% wide; each has an interval in `result.sessions`."
)

# %% [markdown]
# And the shares: by mid-October 1999 the two public conversions had put out what stands above. Where is that among the paths of the forecast?

# %%
day = date(1999, 10, 15)
real, row = series_a + b_shares, fan.loc[day]
lines = ["| shares issued on conversion by " + str(day) + " | | 95% interval |", "|---|---:|---:|"]
for level in LEVELS:
    low, high = row[f"shares_issued_q{level:02d}_low"], row[f"shares_issued_q{level:02d}_high"]
    lines.append(f"| {level}% of paths have at most | {row[f'shares_issued_q{level:02d}']:,.0f} | {low:,.0f} to {high:,.0f} |")
lines.append(f"| mean (standard error {row['shares_issued_mean_error']:,.0f}) | {row['shares_issued_mean']:,.0f} | |")
lines.append(f"| **public conversions, as computed above** | **{real:,}** | |")
Markdown(
    "\n".join(lines)
    + f"\n\nThe public conversions stand {place(fan, day, real, 'shares_issued')}. The program's holder sells all it may on every session from the day it may, and at the median has {row['preferred_left_q50']:,.0f} of 15,000 preferred left "
    "by then; the real holder kept 4,500 Series B past October. `holder.policy` is [assumed], and it is the assumption that the record speaks against: a forecast of *when* shares come out rests on it."
)

# %% [markdown]
# ## A year later, from where things stood
#
# `valence-1998-from-1999-11` begins on 5 November 1999 with what had been converted, and with the record's bids in its look-back. What would it have said of the two weeks that the record still holds?

# %%
november = simulate.run("valence-1998-from-1999-11", paths=PATHS)
near = fan_of(november)
days = [day for day in record.dates if day.year == 1999 and day in near.index][1:]
lines = ["| session | bid on record | 5% | median | 95% |", "|---|---:|---:|---:|---:|"]
for day in days:
    lines.append(f"| {day} | {float(known[day]):.4f} | " + " | ".join(f"{near.loc[day, f'bid_q{level:02d}']:.2f}" for level in (5, 50, 95)) + " |")
caught = sum(near.loc[day, "bid_q05"] <= float(known[day]) <= near.loc[day, "bid_q95"] for day in days)
left = november.row("shares_issued")
Markdown(
    "\n".join(lines)
    + f"\n\n{caught} of {len(days)} bids lie within the band of 90% of paths. They follow each other, so this is about one observation: a stock that rose by {100 * (float(known[days[-1]]) / float(known[days[0]]) - 1):.0f}% in "
    f"{len(days)} sessions, more than the volatility of the scenario lets one expect. A rise lowers the dilution; for the 4,500 Series B that were left, and the warrants, the scenario said {left.mean:,.0f} shares in the mean "
    f"(standard error {left.standard_error:,.0f}), {left.quantiles[0.5][0]:,.0f} at the median, {left.quantiles[0.95][0]:,.0f} at the 95% quantile ({PATHS:,} paths, seed {november.manifest['seed']})."
)

# %% [markdown]
# ## What can be said
#
# - Where the public record gives a number that the contract alone decides, the program gives it: the published conversion price, Series A's shares, Series B's shares at their price.
# - Where it gives prices, it is one path with holes. Where that path stands in a fan does not tell whether the volatility was right, and 72 sessions in three runs cannot.
# - The holder's policy is the weakest assumption of a forecast of timing. The explorer (`05-explorer`) shows what another policy does.
