"""What a person takes with them to read: a PDF made through the screen, with every word they wrote, every answer, every day,
and who can see what; in their language, and of the real store with a sample person's record."""

from __future__ import annotations

import io
import json
import re
from base64 import b64encode
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from mobile.care.forms.definition import FormDefinition
from mobile.care.forms.response import Response
from mobile.care.intention import begin
from mobile.care.journal.entry import JournalEntry
from mobile.care.journal.picture import EntryPicture
from mobile.care.journal.sound import RATE
from mobile.care.journal.voice import PIECE_BYTES, VoiceNote
from mobile.care.not_to_bring_up import NotToBringUp
from mobile.care.safety.plan import SafetyPlan
from mobile.care.shared_intention import SharedIntention
from mobile.care.sharing import Reader, new_id, share
from mobile.care.talk.correspondence import Between
from mobile.care.talk.draft import TalkDraft
from mobile.care.talk.suggestion import Suggestion
from mobile.wiring.setup import Mode
from tests.screens.clinic_of import NOW, person, receive_all, seeded
from tests.screens.form.samples import a_form
from tests.screens.harness import Phone, PretendWiring
from tests.unit.care.samples import sent
from tests.unit.device.test_pictures import photo

SAM = Reader("Practitioner/sam", "Sam Fixture")
ODD = "Łódź & “São Tomé” – {page} {nb} **not bold** <b> 50 % \\ Привет 東京 🙂"
MAKE = {"en": "Make the PDF", "es": "Hacer el PDF"}


async def made(records: Any, *, language: str = "en", mode: Mode = "app", first: str = "here") -> PdfReader:
    wiring = PretendWiring(records=records, person=person("rowan"), at=NOW, mode=mode, pin=None)
    await wiring.change_settings(language=language)
    wiring._settings = type(wiring.settings)(language=language, has_pin=mode == "app")  # type: ignore[arg-type]
    wiring.pin = "271801" if mode == "app" else None
    wiring.pretended.says(first=first)
    async with Phone(wiring) as phone:
        await phone.start("/settings/take")
        await phone.tap(MAKE[language])
        if mode == "app":
            for digit in "271801":
                await phone.tap(digit, "button")
        await phone.until(lambda: any(name == "save_file" for name, _ in phone.invoked), "a file")
        (asked,) = [arguments for name, arguments in phone.invoked if name == "save_file"]
        assert asked["file_name"] == "lantern-2026-06-09.pdf"
        assert phone.reported == []
    return PdfReader(io.BytesIO(asked["src_bytes"]))


def words(reader: PdfReader) -> str:
    return plain(" ".join(page.extract_text() for page in reader.pages))


def plain(text: str) -> str:
    """Pages and lines are no part of the words."""
    return " ".join(re.sub(r"(Page|Página) \d+ (of|de) \d+", " ", text).split())


def said_in(value: Any) -> Iterator[str]:
    """Every answer in words of a response."""
    if isinstance(value, dict):
        for name, each in value.items():
            if name in ("valueString", "display") and isinstance(each, str):
                yield each
            else:
                yield from said_in(each)
    elif isinstance(value, list):
        for each in value:
            yield from said_in(each)


async def whole_record(tmp_path: Path) -> Any:
    """Rowan's, with words of every kind: private, shared, changed since, begun and not sent."""
    records = await seeded(tmp_path, "rowan")
    own = (
        begin("x1", None, NOW - timedelta(days=2))
        .revise("The very first words.", NOW - timedelta(days=2))
        .settle()
    )
    await records.save(own.revise(ODD, NOW - timedelta(days=1)).settle())
    shared = begin("x2", None, NOW).revise("Words for Sam alone.", NOW).settle()
    await records.save_all(share(shared, "Patient/rowan", SAM, NOW))
    return records


async def test_every_word_that_was_written_or_answered_is_on_the_paper(tmp_path: Path) -> None:
    records = await whole_record(tmp_path)
    text = words(await made(records))
    assert plain(ODD) in text
    assert "Earlier words, written June 7, 2026, 2:00 PM The very first words." in text
    assert "Words for Sam alone." in text
    plan = (await records.every(SafetyPlan))[0]
    for step in plan.steps:
        assert plain(step.heading.in_language("en")) in text
        assert plain(step.words) in text
    answers = 0
    for response in await records.every(Response):
        for answer in said_in(response.items()):
            answers += 1
            assert plain(answer) in text, answer
    assert answers > 50
    shared = await records.every(SharedIntention)
    assert len(shared) > 2
    for copy in shared:
        assert plain(copy.words) in text
    assert "Rowan Sample" in text
    assert "Made June 9, 2026, 2:00 PM. Times are your clinic's (Chicago)." in text


async def test_who_it_is_shared_with_stands_with_it_and_the_whole_ledger_at_the_end(tmp_path: Path) -> None:
    text = words(await made(await whole_record(tmp_path)))
    assert f"{plain(ODD)} Only me." in text
    assert re.search(
        r"Words for Sam alone\. Shared with Sam Fixture on June 9, 2026\. Not read yet by Sam Fixture\.", text
    )
    ledger = text[text.rindex("Who can see what") :]
    assert "3 people can see something." in ledger
    assert re.search(r"Sam Fixture · .* 3 intentions · You chose each", ledger)


async def test_each_stands_under_the_time_it_was_begun_in_that_order_and_says_when_it_was_changed(
    tmp_path: Path,
) -> None:
    records = await seeded(tmp_path, "rowan")
    january, may = NOW.replace(month=1, day=5), NOW.replace(month=5, day=20)
    old = begin("x1", None, january).revise("Begun in January.", january).settle()
    await records.save(old.revise("Begun in January, and mended.", NOW).settle())
    await records.save(begin("x2", None, may).revise("Begun in May.", may).settle())
    text = words(await made(records))
    assert "written January 5, 2026, 1:00 PM, last changed June 9, 2026, 2:00 PM" in text
    assert "written May 20, 2026, 2:00 PM" in text
    assert text.index("Begun in January, and mended.") < text.index("Begun in May.")


async def test_the_contents_name_the_page_of_each_chapter(tmp_path: Path) -> None:
    reader = await made(await whole_record(tmp_path))
    inside = reader.pages[0].extract_text().split("What is inside")[1]
    chapters = re.findall(r"^([A-Z][^·\n]*?)(?: · \d+ \w+)? (\d+)$", inside, re.MULTILINE)[:7]
    assert [name for name, _ in chapters] == [
        "Intentions",
        "Notes from my care team",
        "My safety plan",
        "Forms I filled in",
        "Totals of my check-ins",
        "Sessions",
        "Who can see what",
    ]
    for name, page in chapters:
        assert name in reader.pages[int(page) - 1].extract_text()
    outline = [str(one.title) for one in reader.outline if not isinstance(one, list)]  # type: ignore[union-attr]
    assert outline == [name for name, _ in chapters]


async def test_it_is_in_spanish_for_whom_reads_spanish(tmp_path: Path) -> None:
    text = words(await made(await whole_record(tmp_path), language="es"))
    for said in (
        "Todo lo que tengo aquí", "Qué contiene", "Mi plan de seguridad", "Formularios que llené", "Sesiones",
        "Quién puede ver qué", "Compartida con Sam Fixture el 9 de junio de 2026.", "Varios días",
    ):  # fmt: skip
        assert said in text, said
    assert plain(ODD) in text
    written = text.replace(plain(ODD), "").replace(
        "What was there when it came?", ""
    )  # people's own words stay
    assert "What " not in written


async def test_what_was_written_about_the_words_stands_under_them_with_what_was_not_sent(
    tmp_path: Path,
) -> None:
    records = await whole_record(tmp_path)
    await records.save(TalkDraft("draft-1", "c1", "Patient/rowan", NOW, "half an answer"))
    text = words(await made(records))
    for said in ("Sam Fixture", "What was there when it came?", "Less than I thought.", "half an answer"):
        assert said in text, said
    assert text.index("To meet the quiet") < text.index("What was there") < text.index("Less than I thought.")


def answered(items: list[Any]) -> list[Any]:
    """The first question of a form, with words, in the groups it stands in."""
    for item in items:
        if item["type"] == "group" and (inside := answered(item["item"])):
            return [{"linkId": item["linkId"], "item": inside}]
        if item["type"] not in ("group", "display"):
            return [{"linkId": item["linkId"], "answer": [{"valueString": "only half said"}]}]
    return []


async def test_what_was_begun_and_not_sent_is_in_it_and_is_called_so(tmp_path: Path) -> None:
    records = await seeded(tmp_path, "rowan")
    form = next(one for one in await records.every(FormDefinition) if one.server_id == "peg")
    begun = Response.begin("d1", form, "Patient/rowan", NOW)
    await records.save(begun.draft_of(answered(json.loads(form.text)["item"]), NOW))
    text = words(await made(records))
    assert "only half said" in text
    before = text[: text.index("only half said")]
    assert before.rindex("Begun, not sent") > before.rindex("Answered June 9, 2026, 2:00 PM")


async def test_a_photo_that_was_attached_is_seen_in_it(tmp_path: Path) -> None:
    records = await seeded(tmp_path, "rowan")
    attached = {"title": "Photo 7", "contentType": "image/jpeg", "data": b64encode(photo(600, 400)).decode()}
    begun = Response.begin("d1", a_form(), "Patient/rowan", NOW)
    item = {"linkId": "p", "text": "A photo of it", "answer": [{"valueAttachment": attached}]}
    await records.save(begun.draft_of([item], NOW))
    reader = await made(records)
    assert "Photo 7" in words(reader)
    assert [image.image.size for page in reader.pages for image in page.images if image.image] == [(600, 400)]


async def test_the_pictures_of_an_entry_are_seen_in_it_with_what_they_show(tmp_path: Path) -> None:
    records = await seeded(tmp_path, "rowan")
    entry = JournalEntry(id="e1", words="", made_at=NOW, changed_at=NOW).with_picture("lake")
    entry = entry.with_picture("bent").showing("lake", "the lake at night")
    lake = EntryPicture("lake", "image/jpeg", photo(600, 400))
    await records.save_all([lake, EntryPicture("bent", data=b"no picture"), entry])
    reader = await made(records)
    text = words(reader)
    assert "Picture 1: the lake at night" in text
    assert "Picture 2 It cannot be shown here." in text
    assert [image.image.size for page in reader.pages for image in page.images if image.image] == [(600, 400)]
    before, _, after = text.partition("Picture 1: the lake at night")
    assert "No answer" not in before[-200:] + after[:40]


async def test_before_all_is_here_it_claims_nothing_of_who_sees_what(tmp_path: Path) -> None:
    text = words(await made(await whole_record(tmp_path), first="coming"))
    assert "Not everything your clinic has is here yet." in text
    assert "Only me" not in text
    assert "people can see something" not in text


@pytest.mark.parametrize("mode", ["demo", "serve"])
async def test_every_way_of_running_makes_it(tmp_path: Path, mode: Mode) -> None:
    text = words(await made(await whole_record(tmp_path), mode=mode))
    assert plain(ODD) in text
    assert ("Not shared." in text) is (mode == "serve")


async def test_what_was_suggested_and_what_is_not_to_be_brought_up_stand_on_it(tmp_path: Path) -> None:
    records = await seeded(tmp_path, "rowan")
    between = Between("Patient/rowan", SAM.reference, "Patient/rowan")
    suggested = Suggestion.written(new_id(), "Ten minutes outside.", between, thread=(), now=NOW)
    await receive_all(records, "rowan", [sent(suggested, "m9")])
    request = NotToBringUp(id="r1", words="", made_at=NOW, changed_at=NOW, day=NOW.date())
    await records.save(request.revise("My old job.", NOW))
    text = words(await made(records))
    assert re.search(r"Notes from my care team .*Dr\. Ash Prototype · .*Two sessions a week", text)
    assert "Shorter talks on session days." in text
    assert "I call the evening after a session" not in text, "a line of the care team's own"
    assert re.search(r"Suggested to me .*Sam Fixture · .*Ten minutes outside\. Not read yet\.", text)
    assert re.search(r"Please do not bring up .*My old job\. Only me\.", text)


async def test_it_says_of_each_entry_how_much_was_spoken_and_where_that_is(tmp_path: Path) -> None:
    records = await seeded(tmp_path, "rowan")
    first, *pieces = spoken("v1", 70.0)
    second, *more = spoken("v2", 3.0)
    spoken_alone = JournalEntry("e1", "", NOW, NOW, voice=("v1", "v2"))
    with_words = JournalEntry("e2", "By the water.", NOW, NOW, voice=("gone",))
    await records.save_all([first, *pieces, second, *more, spoken_alone, with_words])
    text = words(await made(records))
    assert "2 voice notes · 1:13" in text
    files = len(pieces) + len(more)
    assert f"The file to move has it in “media”, as {files} sound files that play anywhere." in text
    assert "By the water." in text
    assert "1 voice note cannot be opened here." in text


def spoken(id: str, seconds: float) -> list[Any]:
    """A note of so many seconds, and its pieces."""
    note, left, pieces = VoiceNote(id, NOW), int(seconds * RATE), list[Any]()
    while left:
        some = min(left, PIECE_BYTES)
        note, piece = note.with_sound(b"\x7f" * some)
        pieces.append(piece)
        left -= some
    return [note.over("kept"), *pieces]
