"""`python -m tests.shots [--only name,name] [--out shots] [--quick]`: every place, light and dark, at 100 and 200 % text.

Starts its own `lantern demo`, and what stands before records that cannot be opened, on free ports and ends them again.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from pathlib import Path
from urllib.request import urlopen

from tests.e2e.browser import Chromium, Server, Tab, chromium, sign_in
from tests.shots.any_phone import SHOTS as ANY_PHONE
from tests.shots.clinic_copy import COPIES
from tests.shots.doors import DOORS, ON_A_PHONE
from tests.shots.full_approvals import APPROVALS
from tests.shots.full_bookings import BOOKINGS
from tests.shots.hidden import HIDDEN
from tests.shots.places import AFTER_SESSION, SHOTS, Shot
from tests.shots.ride import SHOTS as RIDE
from tests.shots.session_day import SESSION_DAY


def people(server: Server) -> dict[str, str]:
    """Role or login hint -> name, first of each role first."""
    with urlopen(f"{server.url}/demo/people", timeout=10) as answer:  # our own loopback address
        found: dict[str, str] = {}
        for person in json.load(answer):
            found.setdefault(person["role"], person["name"])
            found[person["login_hint"]] = person["name"]
        return found


async def photographed(
    browser: Chromium, server: Server, shot: Shot, names: dict[str, str], out: Path, *, is_quick: bool
) -> list[str]:
    """Takes one place in every look. Returns what went wrong."""
    wrong: list[str] = []
    for size in shot.sizes:
        for is_dark in (False, True):
            for percent in (100,) if is_quick else (100, 200):
                look = f"{shot.name}-{size[0]}-{'dark' if is_dark else 'light'}-{percent}"
                tab = await browser.tab(server.url, size=size, is_dark=is_dark, text_percent=percent)
                try:
                    await _taken(tab, shot, names, out / f"{look}.png")
                    print(look, flush=True)
                except Exception as error:
                    wrong.append(f"{look}: {error}")
                    await tab.shot(out / f"WRONG-{look}.png")
                finally:
                    await tab.page.context.close()
    return wrong


async def _taken(tab: Tab, shot: Shot, names: dict[str, str], path: Path) -> None:
    await tab.open(shot.route)
    if shot.who is not None:
        await sign_in(tab, names[shot.who])
        await tab.page.wait_for_timeout(1500)
        await tab.sees_no("This page cannot be shown", "heading")
    if shot.steps is not None:
        await shot.steps(tab)
    await tab.shot(path)


async def everything(only: set[str], out: Path, *, is_quick: bool) -> int:
    server, doors = Server("demo").start(), Server(module="tests.shots.doors").start()
    over = Server(module="tests.shots.after_session").start()
    copies = Server(module="tests.shots.clinic_copy").start()
    second = Server(module="tests.shots.hidden").start()
    today = Server(module="tests.shots.session_day").start()
    booked = Server(module="tests.shots.full_bookings").start()
    approved = Server(module="tests.shots.full_approvals").start()
    try:
        names = people(server)
        taken = (
            [(server, shot) for shot in (*SHOTS, *RIDE, *ANY_PHONE)]
            + [(over, shot) for shot in AFTER_SESSION]
            + [(copies, shot) for shot in COPIES]
            + [(today, shot) for shot in SESSION_DAY]
            + [(second, shot) for shot in HIDDEN]
            + [(booked, shot) for shot in BOOKINGS]
            + [(approved, shot) for shot in APPROVALS]
            + [(doors, Shot(f"door-{name}", f"/{name}")) for name in DOORS]
            + [(doors, Shot(f"phone-{name.replace('/', '-')}", f"/{name}")) for name in ON_A_PHONE]
        )
        async with chromium() as browser:
            wrong = [
                line
                for at, shot in taken
                if not only or shot.name in only
                for line in await photographed(browser, at, shot, names, out, is_quick=is_quick)
            ]
    finally:
        doors.stop()
        over.stop()
        copies.stop()
        second.stop()
        today.stop()
        booked.stop()
        approved.stop()
        printed = server.stop()
    if wrong:
        print(printed, file=sys.stderr)
    for line in wrong:
        print(f"WRONG {line}", file=sys.stderr)
    return 1 if wrong else 0


def main() -> int:
    parser = argparse.ArgumentParser(description="Pictures of every place")
    parser.add_argument("--only", default="")
    parser.add_argument("--out", type=Path, default=Path("shots"))
    parser.add_argument("--quick", action="store_true", help="100 %% text only")
    options = parser.parse_args()
    return asyncio.run(
        everything(set(filter(None, options.only.split(","))), options.out, is_quick=options.quick)
    )


if __name__ == "__main__":
    sys.exit(main())
