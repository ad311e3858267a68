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
# # December 1998: what did dropping Series A's floating price buy?
#
# On 11 December 1998 the board of Valence Technology agreed to sell CC Investments a second series of preferred stock. In the same papers the investor
# gave up Series A's floating conversion price (`SPA 4.8`): from then on Series A converts at its fixed price alone. And the stockholders were to
# be asked to let more shares out than the exchange's Cap Amount allows (`SPA 4.13`, `CoD IV.G(i)`).
#
# Three questions follow, and this notebook answers each from runs of the program:
#
# 1. With Series B sold either way, what is it worth to the other stockholders that Series A no longer floats?
# 2. Does the answer change in a market that falls as such issuers' stocks did?
# 3. What does the stockholders' vote decide?
#
# **Measure and assumptions.** The physical measure with the drift that each table names, not the risk-neutral one: these are chances and means, not
# prices of options. The stock is a geometric Brownian motion, the holder converts and sells as fast as the contract lets it, and its sales do not
# press the price. The price at the closing, the volatility and the volume are [assumed], and so are Series A's floating terms, which are taken to be Series B's:
# its certificate is not in the package. Every scenario is run on the same random numbers, so a difference has the error of the differences path
# by path, which is far smaller than the error of either mean. Numbers in the prose below are written by the code above them.

# %%
from IPython.display import Markdown

import simulate
from simulate.notebook.knobs import Bench

PATHS = 16_000


def scenario(shipped, name, refused=False, drift=None):
    """A shipped scenario under a short name; without Stockholder Approval, or in a market with another drift, if asked."""
    out = simulate.load(shipped)
    if refused:
        out = Bench(out).turned({"approval": "refused"})
    if drift is not None:
        out = out.model_copy(update={"market": out.market.model_copy(update={"drift_per_year": drift})})
    return out.model_copy(update={"name": name})


def told(difference, unit="", digits=0, scale=1.0):
    """A difference with its standard error, for a sentence."""
    return f"{scale * difference.difference:+,.{digits}f}{unit} (standard error {scale * difference.standard_error:,.{digits}f})"


def shares_of_paths(result, name):
    """How often something happens, in percent, with its interval."""
    row = result.row(name)
    return f"{row.mean:.2%} of paths ({row.confidence:.0%} interval {row.mean_low:.2%} to {row.mean_high:.2%})"


# %% [markdown]
# ## 1. The waiver, with the stockholders' approval
#
# The first scenario is the deal as amended; the second is the same deal with Series A floating from 27 January 1999, as it was first sold. What the second has
# more of is what the amendment took away.

# %%
amended = simulate.run(scenario("valence-1998", "amended"), paths=PATHS, keep_paths=True)
first_sold = simulate.run(scenario("valence-1998-as-first-sold", "Series A as first sold"), paths=PATHS, keep_paths=True)
OUTPUTS = [
    "shares_issued",
    "shares_series_a",
    "shares_series_b",
    "dilution_of_total",
    "dilution_of_old",
    "effective_issue_price_usd",
    "pnl_usd",
    "value_given_up_usd",
    "sessions_to_full_conversion",
    "unconverted_stated_value_usd",
]
waiver = simulate.compare([amended, first_sold], outputs=OUTPUTS)
waiver

# %%
waiver.plot()

# %%
issued, worst = waiver.difference("shares_issued"), waiver.difference("shares_issued", "shortfall")
middle, points = waiver.difference("shares_issued", "q50"), waiver.difference("dilution_of_total", "shortfall")
given, given_middle = waiver.difference("value_given_up_usd"), waiver.difference("value_given_up_usd", "q50")
investor = waiver.difference("pnl_usd", "shortfall")
worst_paths = f"the worst {100 * (1 - waiver.tail):.0f}% of paths"
Markdown(
    f"**Answer.** Had Series A kept its floating price, the shares issued would differ by {told(issued)} in the mean, by {told(middle)} at the median, and by "
    f"{told(worst)} in the mean of {worst_paths}, where dilution, new / (old + new), moves by {told(points, ' points', 2, 100)}. "
    f"The value that the other holders give up moves by {told(given, ' USD')} in the mean and by {told(given_middle, ' USD')} at the median. "
    f"Seen from the other side: the investor's mean profit in {worst_paths} for the investor moves by {told(investor, ' USD')}. "
    f"A floating price is a protection against a fall; the waiver took it from the investor, and the mean and the tail say what it was worth, not the median. "
    f"From {PATHS:,} paths of seed {waiver.seeds[0]}, paired."
)

# %% [markdown]
# Why Series B's shares change although its terms do not: the holder sells the shares of both under one volume limit (`SPA 4.15`), the series with the lower
# conversion price first. A Series A that floats converts in a fall too, and Series B comes at other times and prices.
#
# ## 2. In a falling market
#
# Hillion and Vermaelen (487 issues, 1995 to 1998) found that holders of the common lost 34% on average in the year after such an issue. `valence-1998-falling` has that
# drift; here both deals are put into it.

# %%
falling = simulate.load("valence-1998-falling").market
low_amended = simulate.run(scenario("valence-1998", "amended, falling", drift=falling.drift_per_year), paths=PATHS, keep_paths=True)
low_first = simulate.run(
    scenario("valence-1998-as-first-sold", "Series A as first sold, falling", drift=falling.drift_per_year), paths=PATHS, keep_paths=True
)
in_a_fall = simulate.compare([low_amended, low_first], outputs=OUTPUTS)
in_a_fall

# %%
fell, fell_given = in_a_fall.difference("shares_issued"), in_a_fall.difference("value_given_up_usd")
fell_worst = in_a_fall.difference("shares_issued", "shortfall")
Markdown(
    f"**Answer.** With a drift of {100 * falling.drift_per_year:.0f}% a year a floating Series A moves the shares issued by {told(fell)} in the mean and by {told(fell_worst)} in {worst_paths}; without drift it was "
    f"{issued.difference:+,.0f} and {worst.difference:+,.0f}. The value given up moves by {told(fell_given, ' USD')}, without drift by {given.difference:+,.0f}. "
    "In the mean and in value, the waiver buys more where the stock is expected to fall."
    if fell.difference > issued.difference and fell_given.difference > given.difference
    else f"**Answer.** In a falling market the waiver buys no more than without drift: shares {told(fell)}, value given up {told(fell_given, ' USD')}."
)

# %% [markdown]
# ## 3. The vote
#
# The stockholders were asked to approve issues past the Cap Amount. Approved, the cap falls away on the day of the meeting; refused, it holds to the horizon, what
# exceeds it stays unconverted and keeps its Premium. And with no approval by 8 February 1999, the room under the cap running short of twice what Series B would convert into, after 27 July
# 1999 (`CoD VI.B`), is a Redemption Event (`CoD VIII.A(viii)`): the holder may ask for cash instead. What the company can pay is [assumed].

# %%
refused = simulate.run(scenario("valence-1998-no-approval", "amended, refused"), paths=PATHS, keep_paths=True)
VOTE = [
    "shares_issued",
    "dilution_of_total",
    "dilution_of_old",
    "company_cash_out_usd",
    "unconverted_stated_value_usd",
    "pnl_usd",
    "value_given_up_usd",
]
vote = simulate.compare([amended, refused], outputs=VOTE)
vote

# %%
vote.plot()

# %%
out, cash, tail = vote.difference("shares_issued"), vote.difference("company_cash_out_usd"), vote.difference("shares_issued", "shortfall")
face = float(amended.scenario.deal.series[1].stated_value_usd)
redeemed = face * float(amended.scenario.deal.redemption.face_multiple)
cash_worst, given_vote = vote.difference("company_cash_out_usd", "shortfall"), vote.difference("value_given_up_usd")
Markdown(
    f"**Answer.** A refusal moves the shares issued by {told(out)} in the mean and by {told(tail)} in {worst_paths}; the cash that the company pays the investor moves by {told(cash, ' USD')} in the mean and by "
    f"{told(cash_worst, ' USD')} where it pays most. The cap itself stops or cuts a conversion on {shares_of_paths(refused, 'cap_reached')} when approval is refused: where room runs short, the "
    f"redemption comes first. Given, it does so on {shares_of_paths(amended, 'cap_reached')}. "
    f"So the vote decides whether the tail is paid in shares or in cash. Redemption takes at least {redeemed:,.0f} dollars for each preferred of {face:,.0f}; "
    f"for the other holders cash is {'not cheaper' if given_vote.difference > 0 else 'cheaper'}: the value they give up moves by {told(given_vote, ' USD')}."
)

# %% [markdown]
# ## Waiver and vote together
#
# Both at once: the mean dilution of the four deals, and what floating adds with and without approval. Where a cap, or the redemption before it, already holds the tail, the waiver
# has less left to buy.

# %%
first_refused = simulate.run(
    scenario("valence-1998-as-first-sold", "Series A as first sold, refused", refused=True), paths=PATHS, keep_paths=True
)
without = simulate.compare([refused, first_refused], outputs=OUTPUTS)
lines = ["| | approved | refused |", "|---|---:|---:|"]
for label, pair in (("amended", (amended, refused)), ("Series A as first sold", (first_sold, first_refused))):
    rows = [result.row("dilution_of_total") for result in pair]
    cells = [
        f"{100 * row.mean:.2f}% ± {100 * row.standard_error:.2f}; worst {100 * (1 - row.tail):.0f}%: {100 * row.expected_shortfall:.2f}% "
        f"± {100 * row.expected_shortfall_error:.2f}"
        for row in rows
    ]
    lines.append(f"| {label} | {' | '.join(cells)} |")
savings = [told(each.difference("shares_issued")) for each in (waiver, without)]
lines.append(f"| shares that floating adds, mean | {' | '.join(savings)} |")
savings = [told(each.difference("shares_issued", "shortfall")) for each in (waiver, without)]
lines.append(f"| shares that floating adds, worst paths | {' | '.join(savings)} |")
Markdown("Dilution is new / (old + new); ± is a standard error.\n\n" + "\n".join(lines))

# %% [markdown]
# ## What this leaves out
#
# - The holder's sales do not move the price here, and nobody sells short ahead of a conversion. Both would make a floating price worse than it looks.
# - What Series A's holder was paid for the waiver is not in the numbers: it is Series B itself.
# - The volatility and the price at the closing are [assumed]; `simulate.sweep` moves them. `floorless check valence-1998` lists every choice and assumption.
