"""Every part on a few sample pages (`gallery_pages`), for looking at: `python tools/gallery.py` serves them, `--shots DIR`
photographs them in light and dark at 100 % and 200 % text. A tool for people who draw; the app never imports it. Its people
are invented."""

from __future__ import annotations

import argparse
import contextlib
import socket
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import flet as ft

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from gallery_pages import PAGES  # noqa: E402
from gallery_pages.common import nothing  # noqa: E402

from mobile import design as d  # noqa: E402
from mobile.design import icons, theme  # noqa: E402
from mobile.design import tokens as t  # noqa: E402
from tests.e2e.installed import installed  # noqa: E402

PLACES = [
    d.TabItem("/", "Today", icons.TODAY),
    d.TabItem("/journal", "Journal", icons.JOURNAL),
    d.TabItem("/plan", "Plan", icons.PLAN),
    d.TabItem("/care", "Care", icons.CARE),
]


TABS = {"today": "/", "journal": "/journal", "plan": "/plan"}


def main(page: ft.Page) -> None:
    """Route `/<page>-light|dark` chooses the page and the mode, also when it changes while the page is open."""
    page.on_route_change = lambda _: draw(page)
    draw(page)


def draw(page: ft.Page) -> None:
    name, _, mode = page.route.strip("/").partition("-")
    theme.apply(page, "dark" if mode == "dark" else "light" if mode == "light" else "system")
    name = name if name in PAGES else "today"
    view = ft.View(route="/", padding=0, bgcolor=t.BACKGROUND, controls=[PAGES[name](page)])
    if name == "journal":
        view.floating_action_button = d.write_button("Write", nothing)  # type: ignore[assignment]
    if name in TABS:
        view.navigation_bar = d.bottom_bar(PLACES, TABS[name], nothing)
    page.views[:] = [view]
    page.title = name
    page.update()


def asgi_app() -> Any:
    """The gallery on the site the app itself is on."""
    from mobile.hosting.site import hosted
    from mobile.wiring.callback import PendingSignIns

    async def drawn(page: ft.Page) -> None:
        main(page)

    return hosted(drawn, PendingSignIns())


@contextlib.contextmanager
def served(port: int = 0) -> Iterator[str]:
    """The gallery on a loopback port of its own while the block runs."""
    import uvicorn

    listener = socket.socket()
    listener.bind(("127.0.0.1", port))
    server = uvicorn.Server(uvicorn.Config(asgi_app(), log_level="warning", ws="websockets-sansio"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(10)
        listener.close()


CHROMIUM = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
]


def enable_semantics(tab: Any) -> None:
    """Waits for the first frame and turns the accessibility tree on."""
    tab.wait_for_selector(
        "flt-semantics-placeholder, flt-semantics-host flt-semantics", state="attached", timeout=60_000
    )
    tab.evaluate("document.querySelector('flt-semantics-placeholder')?.click()")
    tab.wait_for_selector(
        "flt-semantics-host [role=button], flt-semantics-host h1", state="attached", timeout=30_000
    )
    tab.wait_for_timeout(400)


def shoot(folder: Path, names: list[str]) -> None:
    """Photographs the pages into `folder`."""
    from playwright.sync_api import sync_playwright

    folder.mkdir(parents=True, exist_ok=True)
    with served() as url, sync_playwright() as p:
        browser = p.chromium.launch(executable_path=installed(), args=CHROMIUM)
        for name in names:
            size = {"width": 1180, "height": 800} if name == "therapist" else {"width": 390, "height": 844}
            for mode in ("light", "dark"):
                for scale in (100, 200):
                    context = browser.new_context(viewport=size)  # type: ignore[arg-type]
                    tab = context.new_page()
                    tab.goto(f"{url}/{name}-{mode}")
                    enable_semantics(tab)
                    if scale == 200:
                        tab.evaluate("document.documentElement.style.fontSize = '32px'")
                    tab.wait_for_timeout(1500)
                    tab.screenshot(path=str(folder / f"{name}-{mode}-{scale}.png"))
                    context.close()
        browser.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8140)
    parser.add_argument("--shots", type=Path)
    parser.add_argument("--only", default="")
    chosen = parser.parse_args()
    if chosen.shots:
        shoot(chosen.shots, chosen.only.split(",") if chosen.only else list(PAGES))
    else:
        with served(chosen.port) as address:
            print(f"{address}  pages: {' '.join(PAGES)}, each with -light or -dark")  # noqa: T201
            threading.Event().wait()
