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
# # When does the holder's pressure pay, and for whom?
#
# A floating-price convertible turns a lower price into more shares, and more shares to sell into a lower price. Regulators called it a death
# spiral. Here the holder's sales press the price that everyone sees, the conversion window included, by the square-root law of market impact:
# `I = Y s sqrt(F/ADV)`, F what was sold, fading by half in ten sessions, s the deviation of a session's return, ADV the usual volume
# (METHODS, Impact). Y is of the order of one (Toth and others 2011); 0.7 is assumed.
#
# Everything is set against its twin on the same random numbers, path against path, so that differences have small errors. The stock falls, as
# it did on average after such issues (-34% in a year: Hillion and Vermaelen). The measure is the physical one: nothing here is the price of a
# claim.
#
# **A stress, not advice.** The last policy below sells into the pricing window on purpose. `SPA 4.14` bars manipulation; it is run to see what
# the covenant protects, and from what.

# %%
import simulate
from simulate.plots.style import DARK, LIGHT, MIDDLE, HouseFigure, house
from simulate.scenario import Scenario

OUTPUTS = ["shares_issued", "effective_issue_price_usd", "discount_to_market", "pnl_usd", "value_given_up_usd"]
PATHS = 4_000


def variant(name, coefficient=None, policy="convert_and_sell"):
    """The falling stock with impact of some strength (none: no impact at all) and a holder."""
    data = simulate.load("valence-1998-spiral").model_dump()
    data["name"] = name
    data["holder"]["policy"] = policy
    if coefficient is None:
        data["market"] |= {"dilution_in_price": "none", "impact": None}
    else:
        data["market"]["impact"]["coefficient"] = coefficient
    return Scenario.model_validate(data)


def line(found, output, scenario=None):
    """A paired difference with its error, in words."""
    each = found.difference(output, scenario=scenario)
    digits = 0 if abs(each.difference) >= 1000 else 4
    return f"{output:28s} {each.first:16,.{digits}f} {each.difference:+16,.{digits}f} (s.e. {each.standard_error:,.{digits}f}) {each.unit}"


# %% [markdown]
# ## The spiral
#
# The same as `floorless compare valence-1998-falling valence-1998-spiral`: what impact adds, on the same paths.

# %%
spiral = simulate.compare(["valence-1998-falling", "valence-1998-spiral"], paths=PATHS, outputs=OUTPUTS)
print(f"{'':28s} {'without impact':>16s} {'what it adds':>16s}")
for output in OUTPUTS:
    print(line(spiral, output))

# %% [markdown]
# Positive differences of `shares_issued` are the spiral: the sales press the window, the window gives more shares. The holder earns less, for it
# sells at the pressed price too. Nobody but the buyers of its shares gains by that.

# %%
spiral.plot()

# %% [markdown]
# ## How strong must impact be?
#
# Four strengths of the law on the same paths. The dots are mean differences from no impact; bars are two standard errors.

# %%
strengths = (0.35, 0.7, 1.4, 2.8)
plain = variant("no impact")
by_strength = simulate.compare([plain, *(variant(f"Y = {y}", y) for y in strengths)], paths=PATHS // 2, outputs=OUTPUTS)


def dots(title, note, series, unit):
    """Mean differences by strength in millions, with two standard errors, in the house style."""
    with house():
        figure = HouseFigure(figsize=(7.0, 3.6))
        axes = figure.add_axes((0.12, 0.16, 0.84, 0.66))
        axes.axhline(0, color=LIGHT, linewidth=0.8)
        for k, (label, color, values) in enumerate(series):
            places = [n + 0.12 * (k - (len(series) - 1) / 2) for n in range(len(values))]
            axes.errorbar(
                places,
                [each.difference / 1e6 for each in values],
                [2 * each.standard_error / 1e6 for each in values],
                fmt="o",
                color=color,
                markersize=4,
                capsize=3,
                label=label,
            )
        axes.set_xticks(range(len(strengths)), [f"Y = {y}" for y in strengths])
        axes.set_xlabel("Strength of the impact")
        axes.set_ylabel(unit)
        if len(series) > 1:
            axes.legend(loc="upper left")
        figure.text(0.02, 0.93, title, fontsize=10.5, weight="bold")
        figure.text(0.02, 0.87, note, fontsize=8)
    return figure


dots(
    "More impact, more new shares",
    f"Difference from no impact on the same {PATHS // 2:,} paths; physical measure, drift −42% a year; two standard errors",
    [
        ("new shares", DARK, [by_strength.difference("shares_issued", scenario=f"Y = {y}") for y in strengths]),
    ],
    "New shares, millions",
)

# %% [markdown]
# ## Does it pay to press?
#
# The stress against the ordinary holder, both under impact of the same strength, on the same paths: it converts for ten sessions of selling at
# once, presses the window with what it holds, and converts again only when that is gone.

# %%
pressed = {
    y: simulate.compare(
        [variant("sells as it converts", y), variant("presses the window", y, "pricing_window_pressure")],
        paths=PATHS // 2,
        outputs=OUTPUTS,
    )
    for y in strengths
}
for y, found in pressed.items():
    print(f"{f'Y = {y}':28s} {'sells as it goes':>16s} {'pressing adds':>16s}")
    for output in OUTPUTS:
        print(line(found, output))

# %%
dots(
    "What pressing the window brings its holder, and takes from the others",
    "Stress, barred by SPA 4.14: difference from the holder who sells as it converts, same paths; two standard errors",
    [
        ("holder's profit", DARK, [found.difference("pnl_usd") for found in pressed.values()]),
        ("value given up by other holders", MIDDLE, [found.difference("value_given_up_usd") for found in pressed.values()]),
    ],
    "USD millions",
)

# %% [markdown]
# Read by sign: where the dark dots are above zero by more than their bars, pressure pays the one who presses; where they are below, waiting with
# preferred costs more than the pressed window brings. The covenant on volume (`SPA 4.15`) and the 4.9% limit decide how hard it can press at all:
# without them the blocks would be larger. Value given up is at the bid of the day, which the sales have pressed: it does not count what the
# common loses while it is pressed, only what the deal takes.

# %%
verdict = {y: found.difference("pnl_usd") for y, found in pressed.items()}
for y, each in verdict.items():
    says = "pays" if each.low > 0 else "costs" if each.high < 0 else "is not told from nothing"
    print(f"Y = {y}: pressing {says} the holder {each.difference:+,.0f} USD (95% interval {each.low:+,.0f} to {each.high:+,.0f})")
