"""The explorer as a reader meets it: a real JupyterLab, a real Chromium, sliders moved by the keyboard.

Skipped where there is no JupyterLab, Playwright or Chromium; with ``FLOORLESS_BROWSER=required``, as in ``.ci/run``,
that fails instead. Nothing but this machine is asked for anything: requests to other hosts are refused, and counted.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

import pytest

import simulate
from simulate.notebook.knobs import Bench

REPOSITORY = Path(__file__).resolve().parents[2]
NOTEBOOK = "05-explorer"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
)
LAB_SECONDS, RUN_SECONDS, DRAW_SECONDS = 120, 300, 60
"""What may be waited for: JupyterLab, the notebook (which may compile), a redraw. A busy machine needs many."""
MOVES = (
    ("Stock price now", "start_price_usd", "5.00"),
    ("Stock price now", "start_price_usd", "4.00"),
    ("Series B: multiplier", "multiplier", "0.80"),
)
"""Sliders by what is written beside them, and the values they are moved to, one after the other."""

pytestmark = pytest.mark.browser


def missing() -> list[str]:
    """What the test needs and does not find."""
    out = [name for name in ("jupyterlab", "ipywidgets", "playwright") if find_spec(name) is None]
    return out if CHROMIUM else [*out, "chromium"]


@pytest.fixture(autouse=True)
def _needs_a_browser():
    if lacking := missing():
        if os.environ.get("FLOORLESS_BROWSER") == "required":
            pytest.fail(f"a browser is required, and there is no {', '.join(lacking)}")
        pytest.skip(f"no {', '.join(lacking)}; pip install -e '.[browser]', and Chromium from the system")


@contextmanager
def jupyterlab(folder: Path) -> Iterator[str]:
    """A JupyterLab on loopback that serves a folder, keeps everything it writes there, and asks nobody for news."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    token = secrets.token_hex(16)
    # Settings, workspaces and kernels of this run alone; the kernel is this Python, which has the checkout.
    places = {name: str(folder / name.lower()) for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")}
    kernels = folder / "data" / "kernels" / "python3"
    kernels.mkdir(parents=True)
    command = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    spec = {"argv": command, "display_name": "Python 3", "language": "python"}
    (kernels / "kernel.json").write_text(json.dumps(spec), encoding="utf-8")
    for name, chosen in {
        "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
        "notebook-extension/tracker": {"autoStartDefaultKernel": True},
    }.items():
        settings = folder / "settings" / "@jupyterlab" / f"{name}.jupyterlab-settings"
        settings.parent.mkdir(parents=True)
        settings.write_text(json.dumps(chosen), encoding="utf-8")
    served = [
        *(sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ip=127.0.0.1", f"--port={port}"),
        *("--ServerApp.port_retries=0", f"--IdentityProvider.token={token}", f"--ServerApp.root_dir={folder}"),
        *("--LabApp.news_url=None", "--LabApp.extension_manager=readonly", f"--LabApp.workspaces_dir={folder / 'spaces'}"),
        f"--LabApp.user_settings_dir={folder / 'settings'}",
        "--LabApp.check_for_updates_class=jupyterlab.handlers.announcements.NeverCheckForUpdate",
    ]
    environment = os.environ | places | {"JUPYTER_DATA_DIR": str(folder / "data"), "PYTHONPATH": str(REPOSITORY)}
    with (folder / "jupyterlab.log").open("w") as log:
        server = subprocess.Popen(served, env=environment, stdout=log, stderr=subprocess.STDOUT, cwd=folder)
    try:
        address = f"http://127.0.0.1:{port}"
        patience = time.monotonic() + LAB_SECONDS
        while True:
            try:
                with urllib.request.urlopen(f"{address}/api?token={token}", timeout=5):
                    break
            except OSError:
                said = (folder / "jupyterlab.log").read_text(encoding="utf-8")
                assert server.poll() is None, said
                assert time.monotonic() < patience, said
                time.sleep(0.2)
        yield f"{address}/lab/tree/{NOTEBOOK}.ipynb?token={token}"
    finally:
        server.terminate()
        server.wait(timeout=30)


@contextmanager
def page_of(address: str, profile: Path, troubles: list[str]):
    """A page in Chromium; what goes wrong on it, or leaves the machine, is written into ``troubles``."""
    from playwright.sync_api import sync_playwright

    def local(route):
        if urlsplit(route.request.url).hostname in ("127.0.0.1", None):
            route.continue_()
        else:
            troubles.append(f"asked for {route.request.url}")
            route.abort()

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch_persistent_context(
            profile, executable_path=CHROMIUM, headless=True, args=list(FLAGS), viewport={"width": 1500, "height": 1300}
        )
        try:
            page = browser.pages[0] if browser.pages else browser.new_page()
            page.set_default_timeout(1000 * DRAW_SECONDS)
            page.on("pageerror", lambda error: troubles.append(f"page: {error}"))
            page.on("console", lambda said: troubles.append(f"console: {said.text}") if said.type == "error" else None)
            page.route("**/*", local)
            page.goto(address)
            try:
                yield page
            finally:
                if picture := os.environ.get("FLOORLESS_SCREENSHOT"):
                    page.screenshot(path=picture)
        finally:
            browser.close()


def run_all_cells(page) -> None:
    """Run all cells from the menu, as a reader does, once the kernel is there."""
    page.get_by_text(re.compile(r"\| Idle$")).wait_for(timeout=1000 * LAB_SECONDS)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.locator('li[data-command="runmenu:run-all"]').click()


def drawn(page, count: int) -> dict[str, str]:
    """Wait for a redraw by its number, and read back median, paths, seed and status."""
    page.wait_for_selector(
        f'.floorless-status[data-draws="{count}"]:not(:text("drawing"))', state="attached", timeout=1000 * DRAW_SECONDS
    )
    out = {name: page.get_attribute(f".floorless-{name}", "data-value") for name in ("median", "paths", "seed")}
    return out | {"status": page.inner_text(".floorless-status"), "shown": page.inner_text(".floorless-median")}


def type_into(page, label: str, text: str) -> None:
    """Type a value into a slider's readout, as a reader does."""
    slider = page.locator(".widget-slider", has=page.locator(f'label:text-is("{label}")'))
    readout = slider.locator(".widget-readout")
    readout.click()
    page.keyboard.press("Control+a")
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def test_two_slider_values_give_the_medians_of_two_runs(tmp_path, capsys):
    # As a reader opens it: the stored notebook, which has no outputs.
    shutil.copy(REPOSITORY / "notebooks" / f"{NOTEBOOK}.ipynb", tmp_path)
    bench = Bench(simulate.load("valence-1998"))
    troubles: list[str] = []
    seen = []
    with jupyterlab(tmp_path) as address, page_of(address, tmp_path / "profile", troubles) as page:
        page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=1000 * LAB_SECONDS)
        run_all_cells(page)
        page.wait_for_selector(".floorless-median", timeout=1000 * RUN_SECONDS)
        drawn(page, 1)
        for count, (label, key, value) in enumerate(MOVES, start=2):
            type_into(page, label, value)
            seen.append((key, value, drawn(page, count)))
        assert page.locator('.jp-OutputArea-output[data-mime-type="application/vnd.jupyter.error"]').count() == 0
        assert page.locator('.jp-RenderedText[data-mime-type="application/vnd.jupyter.stderr"]').count() == 0
    assert troubles == []
    turned: dict[str, object] = {}
    for key, value, answer in seen:
        turned[key] = value
        run = simulate.run(bench.turned(turned), paths=int(answer["paths"]), seed=int(answer["seed"]))
        median = run.row("dilution_of_total").quantiles[0.5][0]
        assert float(answer["median"]) == median
        assert answer["shown"] == f"{100 * median:.2f}%"
        assert f"{int(answer['paths']):,} paths, drawn in" in answer["status"]
    assert len({answer["median"] for *_, answer in seen}) == len(MOVES)
    with capsys.disabled():
        print("\n" + "\n".join(f"{key} {value}: {answer['shown']}, {answer['status']}" for key, value, answer in seen))
