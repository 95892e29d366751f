"""Agreements, over the sandbox's own texts and a real store: listed, read, asked back, chosen, asked about."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from mobile.care.consent.progress import Progress
from mobile.care.forms.response import Response
from mobile.care.talk.draft import TalkDraft
from mobile.care.talk.message import Message
from mobile.records.errors import NotSaved
from tests.screens.clinic_of import NOW, person, receive_all, seeded
from tests.screens.harness import Phone, PretendWiring
from tests.screens.test_shell_places import english_only

URL = "https://lantern.example/fhir/Questionnaire"


def phone_of(records: Any, name: str = "rowan", **more: Any) -> Phone:
    return Phone(PretendWiring(records=records, person=person(name), at=NOW), **more)


async def reading(records: Any, address: str = "treatment-iv") -> Any:
    """What the store holds of the readings of one agreement."""
    found = [one for one in await records.every(Response) if one.address == f"{URL}/{address}"]
    progress = Progress()
    for one in found:
        progress = progress.under(Progress.of(one))
    return progress


async def to_part(phone: Phone, title: str) -> None:
    """On, page by page, to the part of this title."""
    for _ in range(12):
        if phone.find(title, "heading"):
            return
        button = "Go on" if phone.find("Go on", "button") else "I understand"
        await phone.tap(button, "button")
    raise AssertionError(f"{title!r} never came: {phone.texts()}")


# --- the list ---


async def test_the_list_says_what_is_to_read_and_what_is_in_force_by_the_clinics_word(tmp_path: Path) -> None:
    async with phone_of(await seeded(tmp_path, "rowan")) as phone:
        await phone.start("/care")
        await phone.tap(re.compile("^Agreements"))
        assert phone.page.route == "/agreements"
        await phone.sees(re.compile("^New version to read"))
        await phone.sees(re.compile("^Treatment with ketamine by IV, version 4. Version 3 is in force until"))
        await phone.sees(re.compile("^Telehealth|^Visits by video or phone 1 part · Optional"))
        await phone.sees("To read", "heading")
        await phone.sees("In force", "heading")
        await phone.sees(re.compile("^What it costs Signed May 24, 2026, in force until May 24, 2027"))
        assert not phone.find(re.compile("esketamine|by injection"))
        await phone.sees(
            "Each agreement says where it is signed."
        )  # one of the papers at the clinic, the others here
        assert phone.faults() == []
        assert phone.reported == []


async def test_another_route_is_another_agreement_and_what_was_signed_before_stays_listed(
    tmp_path: Path,
) -> None:
    async with phone_of(await seeded(tmp_path, "marlow"), "marlow") as phone:
        await phone.start("/agreements")
        await phone.sees(re.compile("^Treatment with ketamine by injection"))
        await phone.sees("Treatment with ketamine by IV")
        await phone.sees(re.compile("^Version 3 · Signed December 1, 2025, in force until"))
        assert phone.faults() == []


async def test_reading_the_list_and_opening_a_text_sends_nothing(tmp_path: Path) -> None:
    records = await seeded(tmp_path, "rowan")
    async with phone_of(records) as phone:
        await phone.start("/agreements")
        await phone.start("/agreements/treatment-iv")
        await phone.sees("3 things are different", "heading")
    assert await records.due(NOW + timedelta(days=1), 5) == []


# --- reading ---


async def test_what_changed_comes_first_and_is_marked_in_the_text(tmp_path: Path) -> None:
    async with phone_of(await seeded(tmp_path, "rowan")) as phone:
        await phone.start("/agreements/treatment-iv")
        await phone.sees("3 things are different", "heading")
        await phone.sees(
            re.compile("^Treatment with ketamine by IV, version 4. You signed version 3 on May 24")
        )
        told = [one for one in phone.texts() if re.match("New$|Changed$|Taken out$|Part [0-9]", one)]
        assert told == [
            "New",
            "Part 3, What you might feel, and what can go wrong",
            "Changed",
            "Part 5, Getting ready, going home, and help",
            "Taken out",
            "Part 6, Touch, and who is in the room",
        ]
        await phone.sees(re.compile("^Using ketamine often, over a long time, may harm the bladder"))
        await phone.sees(
            re.compile("^I can drive was when you feel normal. now the next day, after a night's sleep")
        )
        await phone.sees("Staff may take photos in the room.")
        await to_part(phone, "What you might feel, and what can go wrong")
        await phone.sees(re.compile("New in this version: Using ketamine often"))
        assert phone.faults() == []


async def test_the_header_stays_short_and_which_agreement_it_is_stands_in_the_text(tmp_path: Path) -> None:
    """It stays while the text scrolls: at twice the size of letters a long title left no room to read in."""
    async with phone_of(await seeded(tmp_path, "rowan")) as phone:
        await phone.start("/agreements/treatment-iv")
        await phone.sees("What changed", "heading")
        await phone.tap("Go on", "button")
        await phone.sees("Agreement", "heading")
        assert not phone.find("What changed")
        await phone.sees(re.compile("^Treatment with ketamine by IV · version 4 · "))
        await phone.tap("Previous page", "button")
        await phone.sees("What changed", "heading")
        await to_part(phone, "You choose each part")
        await phone.sees("Treatment with ketamine by IV")
        assert phone.faults() == []


async def test_plain_words_and_full_text_are_one_tap_apart_and_beside_one_another_when_wide(
    tmp_path: Path,
) -> None:
    records = await seeded(tmp_path, "ines")
    async with phone_of(records, "ines") as phone:
        await phone.start("/agreements/treatment-iv")
        await phone.sees("Part 1 of 8")
        await phone.sees(re.compile("^Your clinic offers you ketamine"))
        assert not phone.find(re.compile("^I am asked to agree"))
        await phone.tap("Full text")
        await phone.sees(re.compile("^I am asked to agree"))
        assert not phone.find(re.compile("^Your clinic offers you ketamine"))
        assert phone.faults() == []
    async with phone_of(records, "ines", width=1280) as phone:
        await phone.start("/agreements/treatment-iv")
        read = phone.texts()
        plain = next(at for at, words in enumerate(read) if words.startswith("Your clinic offers you"))
        full = next(at for at, words in enumerate(read) if words.startswith("I am asked to agree"))
        asked = read.index("Why is this use called off-label?")
        assert plain < full < asked
        assert phone.faults() == []


async def test_coming_back_is_at_the_same_part_also_on_another_device(tmp_path: Path) -> None:
    records = await seeded(tmp_path / "phone", "ines")
    async with phone_of(records, "ines") as phone:
        await phone.start("/agreements/treatment-iv")
        await to_part(phone, "What it may do, other ways, and stopping")
    async with phone_of(records, "ines") as phone:
        await phone.start("/agreements")
        await phone.sees(re.compile("3 of 8 parts read"))
        await phone.tap(re.compile("^Treatment with ketamine by IV"))
        await phone.sees("What it may do, other ways, and stopping", "heading")
        await phone.tap("Previous page", "button")
        await phone.sees("What you might feel, and what can go wrong", "heading")
    (row,) = await records.due(NOW + timedelta(days=1), 5)
    sent = {**json.loads(row.payload), "id": "r1"}
    assert (sent["status"], sent["questionnaire"]) == ("in-progress", f"{URL}/treatment-iv|4")
    laptop = await seeded(tmp_path / "laptop", "ines")
    await receive_all(laptop, "ines", [sent])
    async with phone_of(laptop, "ines") as phone:
        await phone.start("/agreements/treatment-iv")
        await phone.sees("What you might feel, and what can go wrong", "heading")


# --- asked back ---


async def test_another_answer_shows_the_part_again_and_its_idea_and_keeps_nobody_back(tmp_path: Path) -> None:
    records = await seeded(tmp_path, "ines")
    async with phone_of(records, "ines") as phone:
        await phone.start("/agreements/treatment-iv")
        await to_part(phone, "Getting ready, going home, and help")
        await phone.tap("When I feel normal")
        await phone.sees(re.compile("^The text says this. Here it is again."))
        await phone.sees("This part once more")
        assert (
            len(phone.find(re.compile("^You can drive the next day, after a night's sleep. Until then"))) == 2
        )
        assert phone.faults() == []
        assert not phone.find("I understand", "button")
        await phone.sees("Go on", "button")
        await phone.tap("I am not sure yet")
        await phone.sees(re.compile("^The text says this. Here it is again."))
        await phone.tap("The next day, after a night's sleep")
        await phone.sees(re.compile("^That is what the text says."))
        await phone.sees_no("This part once more")
        await phone.tap("I understand", "button")
        await phone.sees("Touch, and who is in the room", "heading")
        await phone.tap("I understand", "button")
        await phone.tap("Everybody at the clinic")
        await phone.tap("Go on", "button")
        await phone.tap("I understand", "button")
        await phone.sees("You choose each part", "heading")
        await phone.sees(re.compile("^When one can drive again Clear after reading it again"))
        await phone.sees(re.compile("^Who sees what is written in the app Not clear yet"))
        said = " ".join(phone.texts()).lower()
        assert not re.search(r"score|correct|wrong answer|passed|failed|well done|great", said)
        assert phone.faults() == []
        await phone.start("/agreements")
        await phone.sees(re.compile("You have read all of it. You can sign it."))
    kept = await reading(records)
    assert (kept.answers["q-drive"].is_second, kept.answers["q-who-sees"].code) == (True, "everybody")


# --- choosing ---


async def test_what_treatment_needs_is_told_apart_and_everything_starts_off(tmp_path: Path) -> None:
    records = await seeded(tmp_path, "ines")
    async with phone_of(records, "ines") as phone:
        await phone.start("/agreements/treatment-iv")
        await to_part(phone, "You choose each part")
        assert len(phone.find(re.compile("^Left off: "))) == 2
        names = phone.texts()
        assert names.index("What treatment needs") < names.index("What is up to you")
        await phone.sees(re.compile("^Left off: Without it no session can be booked"))
        await phone.sees(re.compile("^Left off: Nobody touches you to comfort you"))
        assert (await reading(records)).chosen == {}
        await phone.tap(re.compile("^Staff may hold my hand"))
        await phone.sees_no(re.compile("^Left off: Nobody touches you"))
        assert (await reading(records)).chosen == {"c-touch": True}
        await phone.tap(re.compile("^Staff may hold my hand"))
        await phone.sees(re.compile("^Left off: Nobody touches you"))
        assert (await reading(records)).chosen == {"c-touch": False}
        await phone.sees(re.compile("Nothing is signed until you sign"))
        assert phone.faults() == []
    assert not [one for one in await records.every(Response) if one.is_done and "treatment" in one.address]


# --- asking ---


async def test_a_question_goes_to_the_team_with_its_part_and_is_kept_until_it_does(tmp_path: Path) -> None:
    records = await seeded(tmp_path, "rowan")
    about = "About: Treatment with ketamine by IV, version 4, part 1, What this is, and why it is called off-label"
    before = {one.id for one in await records.every(Message)}
    async with phone_of(records) as phone:
        await phone.start("/agreements/treatment-iv")
        await phone.tap("Go on", "button")
        await phone.tap("Ask the clinic about this page", "button")
        await phone.sees(about)
        await phone.type("Your question", "Is it covered?")
        await phone.sees(re.compile("^Not sent. Saved"))
        assert phone.faults() == []
    (draft,) = await records.every(TalkDraft)
    assert draft.words == "Is it covered?"
    async with phone_of(records) as phone:
        await phone.start("/messages")
        assert not phone.find(re.compile("Is it covered"))
        await phone.start("/agreements/treatment-iv/ask/what")
        await phone.tap("Send", "button")
        await phone.sees(re.compile("^On its way to your team"))
        await phone.tap("Messages", "button")
        await phone.sees(re.compile("Is it covered"))
        assert phone.faults() == []
    (message,) = [one for one in await records.every(Message) if one.id not in before]
    assert message.words == f"{about}\n\nIs it covered?"
    assert await records.every(TalkDraft) == []


# --- a PDF ---


async def test_a_pdf_is_handed_over_as_it_is_or_refused(tmp_path: Path) -> None:
    records = await seeded(tmp_path, "rowan")
    async with phone_of(records) as phone:
        await phone.start("/agreements")
        await phone.tap(re.compile("^How the clinic uses and keeps"))
        await phone.sees(re.compile("^You can read this and prepare here. Signing is done at your clinic"))
        await phone.sees("To the list", "button")
        await phone.tap("Save the file (1 kB)", "button")
        name, given = next(one for one in phone.invoked if one[0] == "save_file")
        assert name == "save_file"
        assert bytes(given["src_bytes"]).startswith(b"%PDF-")
        assert phone.faults() == []

    def named(one: dict[str, Any]) -> dict[str, Any]:
        if one["id"] == "rowan-privacy-notice":
            one["masterIdentifier"] = {"value": "../../elsewhere"}
        return one

    async with phone_of(await seeded(tmp_path / "named", "rowan", change=named)) as phone:
        await phone.start("/agreements/paper/DocumentReference%2Frowan-privacy-notice")
        await phone.tap("Save the file (1 kB)", "button")
        _, given = next(one for one in phone.invoked if one[0] == "save_file")
        assert given["file_name"] == "agreement.pdf"  # nothing of the clinic's is part of a path

    def changed(one: dict[str, Any]) -> dict[str, Any]:
        if one["id"] == "rowan-privacy-notice":
            one["content"][0]["attachment"]["hash"] = "AAAA"
        return one

    async with phone_of(await seeded(tmp_path / "changed", "rowan", change=changed)) as phone:
        await phone.start("/agreements/paper/DocumentReference%2Frowan-privacy-notice")
        await phone.sees(re.compile("Its text is not what your clinic says it is"))
        assert not phone.find(re.compile("^Save the file"))
        assert phone.faults() == []


# --- what goes wrong ---


async def test_a_document_without_parts_is_refused_in_a_plain_sentence(tmp_path: Path) -> None:
    def emptied(one: dict[str, Any]) -> dict[str, Any]:
        return {**one, "item": []} if one["id"] == "telehealth" else one

    async with phone_of(await seeded(tmp_path, "rowan", change=emptied)) as phone:
        await phone.start("/agreements")
        await phone.tap(re.compile("^Visits by video or phone It cannot be shown here"))
        await phone.sees("Visits by video or phone", "heading")
        await phone.sees(re.compile("Your clinic sent it without any text. Ask your clinic for it on paper"))
        assert not phone.find("I understand")
        assert phone.faults() == []


async def test_a_step_that_could_not_be_saved_is_never_called_saved_and_is_not_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    records = await seeded(tmp_path, "ines")
    save_all, is_full = records.save_all, True

    async def full(*args: Any, **more: Any) -> None:
        if is_full:
            raise NotSaved("full")
        await save_all(*args, **more)

    monkeypatch.setattr(records, "save_all", full)
    async with phone_of(records, "ines") as phone:
        await phone.start("/agreements/treatment-iv")
        await phone.tap("It is not allowed")
        await phone.sees(re.compile("^Not saved: this phone has no space left"))
        await phone.sees("This part once more")
        assert (await reading(records)).answers == {}
        is_full = False
        await phone.tap("Go on", "button")
        await phone.sees("Before and during a session", "heading")
        await phone.sees_no(re.compile("^Not saved"))
    kept = await reading(records)
    assert (set(kept.read), kept.answers["q-off-label"].code) == ({"what"}, "illegal")


async def test_two_pages_of_one_person_lose_nothing_of_one_another(tmp_path: Path) -> None:
    records = await seeded(tmp_path, "ines")
    async with phone_of(records, "ines") as one:
        await one.start("/agreements/treatment-iv")
        async with phone_of(records, "ines") as other:
            await other.start("/agreements/treatment-iv")
            await other.tap("It is not allowed")
            await one.sees("This part once more")
            await one.tap("Go on", "button")
            await other.sees("Before and during a session", "heading")
    kept = await reading(records)
    assert (set(kept.read), kept.answers["q-off-label"].code) == ({"what"}, "illegal")


@pytest.mark.parametrize("id_", ["phq-9", "no-such", "%3Cscript%3E", "x" * 500])
async def test_an_address_that_names_no_agreement_shows_none(id_: str, tmp_path: Path) -> None:
    records = await seeded(tmp_path, "rowan")
    for route in (f"/agreements/{id_}", f"/agreements/{id_}/ask/what", f"/agreements/paper/{id_}"):
        async with phone_of(records) as phone:
            await phone.start(route)
            await phone.sees("This agreement is not here.")
            assert phone.faults() == []
    async with phone_of(records) as phone:
        await phone.start("/agreements/treatment-iv/ask/no-such-part")
        await phone.sees("This agreement is not here.")
    assert await records.due(NOW + timedelta(days=1), 5) == []


async def test_an_agreement_is_not_filled_in_as_a_form(tmp_path: Path) -> None:
    async with phone_of(await seeded(tmp_path, "ines"), "ines") as phone:
        await phone.start("/form/treatment-iv")
        await phone.sees(re.compile("^This form is not here"))


@pytest.mark.parametrize(
    ("name", "route", "says"),
    [
        ("rowan", "/agreements", "En vigor"),
        ("rowan", "/agreements/treatment-iv", "3 cosas son diferentes"),
        ("ines", "/agreements/treatment-iv", "Para ver si el texto es claro"),
        ("ines", "/agreements/treatment-iv/ask/what", "Esta línea acompaña a su pregunta:"),
    ],
)
async def test_every_sentence_is_said_in_spanish(name: str, route: str, says: str, tmp_path: Path) -> None:
    wiring = PretendWiring(records=await seeded(tmp_path, name), person=person(name), at=NOW)
    await wiring.change_settings(language="es")
    async with Phone(wiring) as phone:
        await phone.start(route)
        await phone.sees(says)
        assert phone.faults(untranslated=english_only()) == []
        assert phone.reported == []


async def test_a_tap_on_its_way_finds_its_button_and_says_nothing_of_another_page(tmp_path: Path) -> None:
    """The page is drawn again whenever the clinic or the store says something; a second tap may come after the page was turned."""
    async with phone_of(await seeded(tmp_path, "ines")) as phone:
        await phone.start("/agreements/telehealth")
        (button,) = phone.find("I understand", "button")
        on_this_page = button.control
        number = on_this_page._i
        await phone.shell._top.redraw()  # type: ignore[union-attr]
        assert phone.find("I understand", "button")[0].control._i == number
        await phone.tap("I understand", "button")
        await phone.sees("You choose each part")
        top: Any = phone.shell._top
        read = dict(top.reading.progress.read)
        await on_this_page.on_click(None)
        assert top.reading.progress.read == read
        await phone.sees("You choose each part")
