"""What is different since the version that was signed: shown before the text, each sentence with its part."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial

import flet as ft

from mobile.care.consent.changes import Change
from mobile.care.consent.listing import version_text
from mobile.design import parts
from mobile.design import tokens as t
from mobile.design.parts import MarkedRun
from mobile.screens.agreements.model import Reading
from mobile.screens.agreements.words import stays_text
from mobile.screens.frame import Surroundings

GoTo = Callable[[str], Awaitable[None]]


def changed_page(s: Surroundings, reading: Reading, on_go: GoTo) -> list[ft.Control]:
    """The whole page but its buttons. `on_go`: to a part, by its linkId."""
    _, found = s._, reading.changes()
    assert reading.agreement is not None
    assert reading.signed is not None
    title = s.ngettext("{n} thing is different", "{n} things are different", len(found)).format(n=len(found))
    if reading.before is None:
        title = _("This is another text") if reading.is_other_text else _("This is a new version")
    rows: list[ft.Control] = [
        parts.stack(parts.title(title, level=2), parts.small(_about(s, reading)), spacing=t.S4),
        *(_card(s, one) for one in found),
    ]
    if reading.is_other_text:
        changed = _(
            "Your clinic changed the text and left the number of its version as it was. What you signed is the text as it was then."
        )
        rows.append(parts.notice(changed))
    if reading.before is None:
        rows.append(
            parts.notice(
                _(
                    "The text that you signed is not here, so Lantern cannot show what is different. Your clinic can."
                )
            )
        )
    first = reading.agreement.parts[0].link_id
    rest = _("The rest is the same") if reading.before is not None else _("Read all of it")
    rows.append(
        parts.card(
            parts.list_row(
                rest,
                _("Read it all, with changes marked") if reading.before is not None else "",
                s.guard(partial(on_go, first)),
                icon=parts.icons.READ_AGAIN,
                has_arrow=True,
            ),
            padding=ft.Padding(0, t.S4, 0, t.S4),
        )
    )
    return [*rows, parts.small(stays_text(s, reading.signed))]


def _about(s: Surroundings, reading: Reading) -> str:
    """`Treatment with ketamine by IV, version 4. You signed version 3 on May 28.`"""
    _, agreement, signed = s._, reading.agreement, reading.signed
    assert agreement is not None
    assert signed is not None
    now = _("{title}, version {version}.").format(
        title=agreement.title.in_language(s.language), version=version_text(agreement.version)
    )
    if signed.signed_at is None:
        return f"{now} {_('You signed version {version}.').format(version=version_text(signed.version))}"
    then = _("You signed version {version} on {day}.").format(
        version=version_text(signed.version), day=s.moments.full_date(signed.signed_at)
    )
    return f"{now} {then}"


def _card(s: Surroundings, one: Change) -> ft.Control:
    _ = s._
    named, tone, icon = {
        "new": (_("New"), "prepare", ft.Icons.ADD_ROUNDED),
        "changed": (_("Changed"), "prepare", parts.icons.WRITE),
        "taken_out": (_("Taken out"), "quiet", ft.Icons.REMOVE_ROUNDED),
    }[one.kind]
    where = (
        _("Part {number}, {title}").format(number=one.number, title=one.title)
        if one.number is not None
        else _("A part that is gone: {title}").format(title=one.title)
    )
    if one.kind == "changed":
        runs = _runs(one, _("was"), _("now"))
    else:
        runs = [MarkedRun(one.now, "marked") if one.kind == "new" else MarkedRun(one.was, "gone")]
    chip = parts.chip(named, tone="prepare" if tone == "prepare" else "quiet", icon=icon)
    return ft.MergeSemantics(parts.card(chip, parts.small(where), parts.marked_words(runs)))


def _runs(one: Change, was: str, now: str) -> list[MarkedRun]:
    """`You can drive was ~when you feel normal.~ now [the next day.]`: the words both begin with stand once."""
    old, new = one.was.split(" "), one.now.split(" ")
    same = 0
    while same < min(len(old), len(new)) and old[same] == new[same]:
        same += 1
    begins = [MarkedRun(" ".join(new[:same]) + " ")] if same else []
    return [
        *begins,
        MarkedRun(was, "sign"),
        MarkedRun(" "),
        MarkedRun(" ".join(old[same:]), "gone"),
        MarkedRun(" "),
        MarkedRun(f"{now} ", "sign"),
        MarkedRun(" ".join(new[same:]), "marked"),
    ]
