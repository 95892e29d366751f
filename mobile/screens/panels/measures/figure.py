"""The drawing of a trend with what is written in it: the first and the last total, the range, the sessions' numbers, a gap.

The words are texts laid over the canvas, so that they grow as a person's letters do. Everything in it is said beside it.
How wide it is says the client, and only once: drawn anew in the same spot it is as wide as it was there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

import flet as ft
import flet.canvas as cv

from mobile.care.measures import Trend, stretches
from mobile.design import parts
from mobile.design import tokens as t
from mobile.design.letters import sized
from mobile.screens.frame import Surroundings
from mobile.screens.panels.measures.line import FIRST_WIDTH, Frame, frame_of, height_of, shapes
from mobile.screens.panels.measures.sentences import day, number

AIR = 8  # between a dot and its number
ROOM_ABOVE = 34  # of a number above its dot; where there is less it stands below
APART = 22  # of two sessions' numbers: one that would stand closer is left out, its tick is not
GAP_ROOM = 110  # of "not answered"; a narrower gap is said in the words alone
WORD_ROOM = 90  # of "sessions" beside their numbers
LEAST_ROOM = 110  # of "0, the least" beside the sessions' numbers


_KEY = "lantern.figure_widths"


def figure(s: Surroundings, trend: Trend, spot: str) -> ft.Control:
    """The whole drawing, silent. `spot`: where figures of one width are drawn, one after the other."""
    height, widths, at = height_of(trend), _widths(s.page), (spot, s.page.width)
    first_width = widths.get(at, FIRST_WIDTH)
    canvas = cv.Canvas(
        shapes=list(shapes(trend, first_width)), left=0, top=0, right=0, bottom=0, resize_interval=100
    )
    plot = ft.Stack(height=height, clip_behavior=ft.ClipBehavior.NONE)
    foot = ft.Stack(clip_behavior=ft.ClipBehavior.NONE)

    def lay(width: float) -> None:
        frame = frame_of(trend, width)
        plot.controls = [canvas, *(_over(s, trend, frame, height) if frame is not None else ())]
        foot.controls = [parts.small(" "), *(_below(s, trend, frame) if frame is not None else ())]

    def on_resize(e: cv.CanvasResizeEvent) -> None:
        widths[at] = e.width
        canvas.shapes = list(shapes(trend, e.width))
        lay(e.width)
        parts.redraw(whole)  # Flet may not know the page of what is in it when it was drawn anew

    lay(first_width)
    canvas.on_resize = on_resize
    days = [point.at for point in trend.points] + [mark.at for mark in trend.sessions]
    first, last = parts.small(day(s, min(days))), parts.small(day(s, max(days)), align=ft.TextAlign.END)
    first.expand = last.expand = True
    most = [_most(s, trend)] if trend.most is not None else []
    ends = ft.Row([first, last], spacing=t.S8)
    whole = parts.stack(*most, plot, foot, ends, spacing=2)
    return ft.Semantics(exclude_semantics=True, content=whole)


def _widths(page: ft.Page) -> dict[tuple[str, object], float]:
    """Logical pixels by spot and width of the page, as the client said. In the page's memory."""
    known: dict[tuple[str, object], float] | None = page.session.store.get(_KEY)
    if known is None:
        known = {}
        page.session.store.set(_KEY, known)
    return known


def _most(s: Surroundings, trend: Trend) -> ft.Control:
    assert trend.most is not None
    words = s._("{number}, the most").format(number=number(trend.most))
    return parts.small(words, align=ft.TextAlign.END)


def _over(s: Surroundings, trend: Trend, frame: Frame, height: int) -> Iterator[ft.Control]:
    """The first and the last total beside their dots, and what a wide gap is."""
    totals = [(point.at, point.total) for point in trend.points if point.total is not None]
    (first_at, first), (last_at, last) = totals[0], totals[-1]
    first_x, last_x = frame.x(first_at), frame.x(last_at)
    if last_x - first_x > 2 * ROOM_ABOVE:
        begins = _number(number(first), frame.y(first), height)
        begins.left = max(0.0, first_x - AIR)
        yield begins
    ends = _number(number(last), frame.y(last), height)
    ends.right = max(0.0, frame.width - last_x - AIR)
    yield ends
    for one in stretches(trend.points):
        start, end = frame.x(one.start.at), frame.x(one.end.at)
        is_wide = end - start >= GAP_ROOM + (2 * ROOM_ABOVE if one.end.at == last_at else 0)
        if (
            one.why == "not_answered"
            and is_wide
            and one.start.total is not None
            and one.end.total is not None
        ):
            middle = (frame.y(one.start.total) + frame.y(one.end.total)) / 2
            words = parts.small(s._("not answered"), align=ft.TextAlign.CENTER)
            yield ft.Container(words, left=start, width=end - start, bottom=height - middle + 2)


def _number(words: str, y: float, height: int) -> ft.Container:
    """A number above its dot, or below it where there is no room; the caller says where it begins or ends."""
    text = parts.own_words(words, size=t.SIZE_TITLE)
    if y > ROOM_ABOVE + AIR:
        return ft.Container(text, bottom=height - y + AIR)
    return ft.Container(text, top=y + AIR)


def _below(s: Surroundings, trend: Trend, frame: Frame) -> Iterator[ft.Control]:
    """The sessions' numbers under their ticks, with what they are; the least at the right where there is room."""
    shown: list[float] = []
    apart = sized(APART)
    for mark in trend.sessions:
        x = frame.x(mark.at)
        if not shown or x - shown[-1] >= apart:
            shown.append(x)
            text = parts.small(str(mark.number), color=t.SESSION, align=ft.TextAlign.CENTER, is_strong=True)
            yield ft.Container(text, left=x - apart / 2, width=apart)
    ends = [0.0, *shown, frame.width]
    side = _side_of_the_word(shown, frame.width)
    if side is not None:
        text = parts.small(s._("sessions"), color=t.SESSION, is_strong=True)
        if side == "after":
            yield ft.Container(text, left=shown[-1] + apart / 2 + 2)
            ends.insert(-1, shown[-1] + sized(WORD_ROOM))
        else:
            yield ft.Container(text, right=frame.width - shown[0] + apart / 2 + 2)
    if trend.least is not None and frame.width - ends[-2] >= sized(LEAST_ROOM):
        least = s._("{number}, the least").format(number=number(trend.least))
        yield ft.Container(parts.small(least), right=0)


def _side_of_the_word(shown: Sequence[float], width: float) -> Literal["after", "before"] | None:
    if not shown:
        return None
    room = sized(WORD_ROOM)
    return "after" if width - shown[-1] >= room else "before" if shown[0] >= room else None


def says_sessions(trend: Trend) -> bool:
    """Whether the drawing itself says what its ticks are, on the narrowest screen."""
    frame = frame_of(trend, FIRST_WIDTH)
    return (
        frame is not None
        and _side_of_the_word([frame.x(one.at) for one in trend.sessions], FIRST_WIDTH) is not None
    )
