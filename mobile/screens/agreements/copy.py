"""The copy of what was signed, as a PDF: the text letter by letter, the signature and the fingerprint, with the record inside.

It is made from the record alone, so that the same record always makes the same file, whoever makes it and when; by that
`mobile.verifying` tells a copy from what was changed. Nothing is fetched for it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from mobile.care.consent.signed import SignedAgreement
from mobile.care.consent.signed_text import Line as TextLine
from mobile.care.consent.signed_text import SignedText
from mobile.care.consent.unreadable import Unreadable
from mobile.care.resource import Json, compose
from mobile.i18n import Moments, Speech
from mobile.printing import FONTS, Line, Paper, Part, pdf_of
from mobile.printing.photos import can_be_drawn

AROUND = ("id", "meta", "text")
"""What a server writes around a record: nothing of what was signed."""


def bare_record(signed: SignedAgreement) -> Json:
    """The Consent as it was signed."""
    return {name: value for name, value in signed.to_resource().items() if name not in AROUND}


def copy_of(signed: SignedAgreement, kept: bytes | None = None) -> bytes:
    """The file. `kept`: the PDF that was signed, where the record only names it. Raises Unreadable where the text, the file or a
    signature is not there, OSError without fonts."""
    return pdf_of(_paper(signed, kept), FONTS)


def _paper(signed: SignedAgreement, kept: bytes | None) -> Paper:
    text, png = signed.what_was_signed(), signed.signature_png()
    document = signed.signed_file(kept) if signed.is_of_a_file else b""
    theirs = signed.guardian_png() or b""
    if signed.guardian and not can_be_drawn(theirs):
        raise Unreadable("not_here")
    if png is None or signed.signed_at is None or not can_be_drawn(png):
        raise Unreadable("not_here")  # a paper would go without it, and look like one that was signed
    speech = Speech(text.language)
    _ = speech.gettext
    head, sections = _sections(text)
    about = [words.words for words in head[1:] if words.words]
    about.append(_("The text below is the text that was shown and signed, letter by letter."))
    if document:
        about.append(
            _("The PDF that was shown and signed lies inside this file as agreement.pdf, byte for byte.")
        )
    return Paper(
        title=head[0].words if head else "",
        about=tuple(about),
        parts=(*sections, _signature(signed, speech, png), *_guardian(signed, speech)),
        language=speech.language,
        made_at=signed.signed_at,
        unanswered="",
        page_words=_("Page {page} of {pages}"),
        undrawn=_(
            "Some letters cannot be printed here and are shown as [?]. In the record inside this file they are whole."
        ),
        record=compose(bare_record(signed)).encode(),
        document=document,
    )


def _sections(text: SignedText) -> tuple[list[TextLine], list[Part]]:
    """What stands before the first heading, and a part for each."""
    head: list[TextLine] = []
    groups: list[list[TextLine]] = []
    for line in text.lines:
        if line.role == "h":
            groups.append([])
        (groups[-1] if groups else head).append(line)
    return head, [Part(one[0].words, tuple(_lines(one[1:]))) for one in groups]


def _lines(lines: list[TextLine]) -> Iterator[Line]:
    """A question or the name of a text with what stands below it; a paragraph by itself."""
    called, answers, note = "", list[str](), ""
    for line in lines:
        if line.role in ("b", "t") or (line.role == "p" and note):
            if called or answers or note:
                yield Line(called, tuple(answers), note)
            called, answers, note = "", [], ""
        if line.role in ("b", "t"):
            called = line.words
        elif line.role == "s":
            note = f"{note}\n{line.words}" if note else line.words
        else:
            answers.append(line.words)
    if called or answers or note:
        yield Line(called, tuple(answers), note)


def _signature(signed: SignedAgreement, speech: Speech, png: bytes) -> Part:
    _ = speech.gettext
    zone = zone_of(signed)
    moments = Moments(speech.language, zone)
    assert signed.signed_at is not None
    local = moments.local(signed.signed_at)
    when = f"{moments.weekday(signed.signed_at)}, {moments.full_date(signed.signed_at)}, {local:%H:%M:%S} {local:%z}"
    called = _called(signed.method, speech)
    lines = [
        Line(signed.signer, pictures=(png,)),
        Line(_("Signed"), (f"{when}, {zone}",)),
        Line(_("Agreement and version"), (signed.signed,)),
        Line(_("SHA-256 of the text"), (signed.fingerprint or "",)),
        *([Line(_("SHA-256 of the PDF"), (signed.document_sha256 or "",))] if signed.is_of_a_file else []),
        Line("", (_("To check this copy: lantern verify FILE.pdf"),)),
    ]
    if signed.ends_at is not None:
        until = _("in force until {day}").format(day=moments.full_date(signed.ends_at))
        lines.insert(2, Line(_("In force"), (until,)))
    return Part(called, tuple(lines))


def _guardian(signed: SignedAgreement, speech: Speech) -> list[Part]:
    """Of whoever signed beside the patient, with what they are to them."""
    png = signed.guardian_png()
    if not signed.guardian or png is None:
        return []
    called = f"{speech.gettext('Signed for the patient')}: {_called(signed.guardian_method, speech)}"
    return [Part(called, (Line(signed.guardian, pictures=(png,), note=signed.guardian_is),))]


def _called(method: str | None, speech: Speech) -> str:
    _ = speech.gettext
    known = {"typed": _("Signature, typed"), "drawn": _("Signature, drawn")}
    return known.get(method or "", _("Signature"))


def zone_of(signed: SignedAgreement) -> ZoneInfo:
    """The zone its moment was shown in; UTC where it names none that is known here."""
    try:
        return ZoneInfo(signed.zone or "UTC")
    except (ValueError, OSError):
        return ZoneInfo("UTC")


def signed_in(record: bytes) -> SignedAgreement:
    """A record as it lies inside a copy. Raises ValueError."""
    found = json.loads(record)
    if not isinstance(found, dict):
        raise ValueError("record")
    return SignedAgreement.from_json(record.decode())
