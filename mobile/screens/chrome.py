"""What stands around every place: the title, the way back, Support, the tabs. The same everywhere, drawn in one spot.

It knows the tabs' words and paths, nothing of what a place shows.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import flet as ft

from mobile.design import parts, theme
from mobile.design import tokens as t
from mobile.screens.frame import WIDE_FROM, Screen

SUPPORT = "/support"
SCROLL_EVERY_MS = 1000


def tabs_of(screen: Screen) -> list[parts.TabItem]:
    """The tabs of whoever is signed in, in their language."""
    _, icons = screen._, parts.icons
    if screen.s.person is None or not screen.has_tabs:
        return []
    if screen.s.person.role == "practitioner":
        return [
            *_waiting(screen),
            parts.TabItem("/shared", _("Shared"), icons.SHARED),
            parts.TabItem("/team-messages", _("Messages"), icons.MESSAGES),
            parts.TabItem("/settings", _("Settings"), icons.SETTINGS),
        ]
    return [
        parts.TabItem("/", _("Today"), icons.TODAY),
        parts.TabItem("/journal", _("Journal"), icons.JOURNAL),
        parts.TabItem("/plan", _("Plan"), icons.PLAN),
        parts.TabItem("/care", _("Care"), icons.CARE),
    ]


def _waiting(screen: Screen) -> list[parts.TabItem]:
    """Of whoever books: with how much waits, and how far insurers are; nobody else has them."""
    n = screen.s.waits()
    if n is None:
        return []
    text = screen._("Waiting · {n}").format(n=n) if n else screen._("Waiting")
    return [
        parts.TabItem("/bookings/waiting", text, parts.icons.WAITING_FOR_ME),
        parts.TabItem("/approvals", screen._("Approvals"), parts.icons.APPROVAL),
    ]


def view_of(screen: Screen, path: str) -> ft.View:
    """The view of a place. All tab roots share one route, so that changing tabs slides nothing."""
    screen.framed = _framed(screen)
    view = ft.View(
        route="/" if screen.is_root else path,
        controls=[],
        padding=0,
        spacing=0,
        bgcolor=t.DARK.background if screen.is_night else t.BACKGROUND,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
        floating_action_button=screen.floating(),  # type: ignore[arg-type]  # any button floats
    )
    if screen.may_leave is not None:
        view.can_pop = False
        view.on_confirm_pop = screen.guard(partial(_leave, screen, view))
    refit(screen, view, is_wide=screen.is_wide)
    return view


def refit(screen: Screen, view: ft.View, is_wide: bool) -> None:
    """Puts the place into a phone's or a wide screen's surroundings. The place's own controls stay the same ones, and where it stands
    beside tabs already so does the row of both: else the whole place is sent again, and a field in it loses its cursor."""
    tabs = tabs_of(screen) if screen.chrome == "full" else []
    go = screen.guard(screen.s.go)
    if is_wide and tabs:
        rail = parts.side_rail(tabs, screen.tab_path, go)
        view.navigation_bar = None
        row = view.controls[0] if view.controls else None
        if isinstance(row, ft.Row) and row.controls[-1] is screen.framed:
            row.controls[0] = rail
            return
        view.controls[:] = [
            ft.Row(
                [rail, screen.framed],
                spacing=0,
                expand=True,
                vertical_alignment=ft.CrossAxisAlignment.STRETCH,
            )
        ]
    else:
        view.controls[:] = [screen.framed]
        view.navigation_bar = parts.bottom_bar(tabs, screen.path, go) if tabs and screen.is_root else None


def mark(screen: Screen, view: ft.View) -> None:
    """The bar shows this place again: pressing another tab left its mark there."""
    values = [tab.value for tab in tabs_of(screen)]
    if isinstance(view.navigation_bar, ft.NavigationBar) and screen.path in values:
        view.navigation_bar.selected_index = values.index(screen.path)


def header_of(screen: Screen) -> ft.Control:
    """Title, the way back unless this is a tab, Support unless this is Support. Read out before what is below it, also
    where that stands further left."""
    return ft.Semantics(container=True, content=_header(screen))


def _header(screen: Screen) -> parts.PageHead:
    _ = screen._
    is_alone = screen.is_root or screen.is_first or (screen.is_wide and not screen.has_back_when_wide)
    on_back = None if is_alone else screen.guard(screen.s.back)
    is_support = screen.path == SUPPORT
    screen.headed = screen.title()
    return parts.header(
        screen.headed,
        on_back=on_back,
        back_label=_("Close") if screen.close else _("Back"),
        on_support=None if is_support else screen.guard(partial(screen.s.go, SUPPORT)),
        support_label=_("Support"),
        is_closing=screen.close,
        actions=(*screen.actions(), *hide_button(screen)),
    )


def hide_button(screen: Screen) -> list[ft.Control]:
    """Where the person chose it, and there is something to hide."""
    if not screen.s.settings.hide_button or screen.s.door() != "open":
        return []
    label, act = screen._("Hide everything now"), screen.guard(screen.s.quick_hide)
    return [parts.icon_button(ft.Icons.VISIBILITY_OFF_OUTLINED, label, act)]


def rehead(screen: Screen) -> None:
    """Draws the header anew: its title changed, or the page's width and with it the way back."""
    if screen.chrome == "full" and isinstance(screen.framed, ft.SafeArea):
        column = screen.framed.content
        if isinstance(column, ft.Column):
            column.controls[0] = header_of(screen)


def rehead_now(screen: Screen) -> None:
    """The same on a page that somebody looks at."""
    rehead(screen)
    if screen.is_mounted(screen.framed):
        screen.framed.update()


def _framed(screen: Screen) -> ft.Control:
    body = screen.body()
    if screen.chrome == "bare":
        rows: list[ft.Control] = [_scrolling(screen, body) if screen.scrolls else body[0]]
    else:
        rows = [header_of(screen), _scrolling(screen, body) if screen.scrolls else body[0]]
    foot = screen.foot()
    if foot is not None:
        rows.append(
            ft.Container(_column(screen, foot), padding=ft.Padding(t.PAGE_MARGIN, t.S8, t.PAGE_MARGIN, t.S20))
        )
    column = ft.Column(rows, spacing=0, expand=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)
    framed = ft.SafeArea(column, expand=True)
    return theme.night(framed) if screen.is_night else framed


def _scrolling(screen: Screen, body: list[ft.Control]) -> ft.Control:
    inside = ft.Container(
        _column(screen, parts.stack(*body, spacing=t.CARD_GAP)),
        padding=ft.Padding(t.PAGE_MARGIN, t.S4, t.PAGE_MARGIN, t.S24),
    )
    # Reading is being there: a scroll keeps the app from locking under somebody's eyes.
    screen.scroller = ft.Column(
        [inside],
        scroll=ft.ScrollMode.AUTO,
        expand=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
        scroll_interval=SCROLL_EVERY_MS,
        on_scroll=screen.guard(_scrolled),
    )
    return screen.scroller


def _scrolled() -> None:
    ft.context.disable_auto_update()


def _column(screen: Screen, content: ft.Control) -> ft.Control:
    """Full width on a phone; on a wide screen one column no wider than reading wants."""
    if screen.widest == 0:
        return content
    return ft.ResponsiveRow(
        [ft.Container(content, col={"xs": 12, "md": 9, "lg": 7, "xl": 6, "xxl": 5})],
        alignment=ft.MainAxisAlignment.CENTER,
        spacing=0,
        run_spacing=0,
    )


async def _leave(screen: Screen, view: ft.View) -> None:
    # Flet pops visually and tells nobody when the answer is yes; so it is always no, and the route does it.
    await view.confirm_pop(False)
    screen.s.back()


def say(page: ft.Page, text: str) -> None:
    """One calm line at the bottom."""
    parts.snack(page, text)


async def ask(page: ft.Page, title: str, text: str, *, yes: str, no: str, danger: bool = False) -> bool:
    """One question; dismissing it is no."""
    return await parts.ask(page, title, text, confirm=yes, cancel=no, is_danger=danger)


def support_button(screen: Screen, words: str, go: Callable[[str], None]) -> ft.Control:
    """Support for a bare place that draws its own."""
    return parts.support_pill(words, screen.guard(partial(go, SUPPORT)))


__all__ = ["WIDE_FROM", "ask", "hide_button", "mark", "refit", "say", "support_button", "tabs_of", "view_of"]
