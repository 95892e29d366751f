"""The layer of a session that the clinic asks for now, as one card: taken up, or let go with one tap. Asked about on one day only.

What was begun and not finished stays for as long as the clinic offers it. Nothing counts, and nothing is urged.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from zoneinfo import ZoneInfo

import flet as ft

from mobile.care.journal.entry import JournalEntry
from mobile.care.journal.layers import Begun, Layer
from mobile.care.journal.offered import OF_LAYER, Offered
from mobile.design import parts
from mobile.design import tokens as t
from mobile.records.errors import ChangedMeanwhile, Locked, NotSaved
from mobile.records.ports import Keeping
from mobile.screens.frame import Surroundings
from mobile.screens.reads.layers import KINDS as LAYERS
from mobile.screens.reads.layers import Layers, note_offered
from mobile.screens.reads.visits import Visits

KINDS = (*LAYERS, Offered)


@dataclass(frozen=True)
class LayerOffer:
    """`asked` is the layer with its first prompt; `is_begun`: something was caught and it is not done with; `is_near`: its
    session is of this day, or was over just now. `offered` None: it was never in view."""

    asked: Begun
    today: date
    offered: Offered | None = field(default=None, compare=False)
    is_begun: bool = False
    is_near: bool = False

    @property
    def path(self) -> str:
        """Where it is taken up."""
        place = "first-minutes" if self.asked.layer.kind == "taps" else "entry"
        return f"/{place}/{self.asked.id}"


async def layer_offer(
    records: Keeping, visits: Visits, asked: Sequence[Layer], now: datetime, zone: ZoneInfo
) -> LayerOffer | None:
    """The first that is neither done nor let go. `asked`: what the protocols of the course ask for (`CourseAsks`). Raises what the
    store raises."""
    today = now.astimezone(zone).date()
    for layer in Layers(visits.now, zone, asked, visits.sessions).offered:
        each = list(layer.each)
        kept = [one for begun in each if (one := await records.get(JournalEntry, begun.id)) is not None]
        offered = await records.get(Offered, OF_LAYER + each[0].id)
        here = [one for one in kept if not one.is_put_away]
        is_begun = layer.layer.kind == "taps" and any(one.is_raw and not one.is_settled for one in here)
        if any(not one.is_empty for one in kept) and not is_begun:
            continue
        if offered is not None and not (offered.stands(today) or (is_begun and not offered.is_let_go)):
            continue
        start = layer.session.start_at
        is_near = layer.layer.kind == "taps" or (start is not None and start.astimezone(zone).date() == today)
        return LayerOffer(each[0], today, offered, is_begun, is_near)
    return None


async def note_seen(records: Keeping, offer: LayerOffer | None) -> None:
    """It was in view today. A full disk only means that it may stand another day."""
    if offer is not None and offer.offered is None:
        with suppress(NotSaved, Locked, ChangedMeanwhile):
            await note_offered(records, offer.asked.id, offer.today)


def layer_card(s: Surroundings, offer: LayerOffer, on_let_go: parts.Handler) -> ft.Control:
    """What the clinic asks, in its words, and both ways on."""
    _, layer = s._, offer.asked.layer
    text = layer.text.in_language(s.language)
    prompt = offer.asked.prompt
    head = prompt.text.in_language(s.language) if prompt is not None else text
    detail = text if prompt is not None else ""
    word = _("Go on") if offer.is_begun else _("Begin") if prompt is None else _("Write")
    if layer.kind == "read":
        head, detail, word = text or head, "", _("Read again")
    tone: t.Tone = "session" if offer.is_near else "integrate"
    color = t.TONES[tone][0]
    rows: list[ft.Control] = [
        parts.subheading(layer.title.in_language(s.language), level=2, color=color),
        parts.heading(head, level=3),
        *([parts.small(detail, color=t.INK)] if detail else []),
    ]
    take_up = parts.primary_button if offer.is_near else parts.soft_button
    ways = [parts.text_button(_("Let it go"), s.guard(on_let_go))]
    if layer.kind == "speak" and s.services.keeps_after_closing:  # where nothing is kept, nothing is recorded
        rows.append(take_up(_("Speak"), s.guard(partial(s.go, f"{offer.path}/speak"))))
        ways.insert(0, parts.text_button(_("Write instead"), s.guard(partial(s.go, offer.path))))
    else:
        rows.append(take_up(word, s.guard(partial(s.go, offer.path))))
    rows.append(ft.Row([*ways], alignment=ft.MainAxisAlignment.CENTER, wrap=True))
    return parts.card(
        *rows,
        tone=tone if offer.is_near else None,
        padding=ft.Padding(t.CARD_PADDING, t.CARD_PADDING, t.CARD_PADDING, t.S8),
    )
