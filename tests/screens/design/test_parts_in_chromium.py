"""What a screen reader, a keyboard and a mouse find: the gallery of parts in a real browser, by role and name.

A page of the gallery is built anew for each test, most of them in one browser page that goes from one to the next; where
arriving itself is the fact, or a message stays over the page, a test loads its own.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

playwright = pytest.importorskip("playwright.sync_api")
expect = playwright.expect

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "tools"))
import gallery  # noqa: E402

from tests.e2e.installed import installed  # noqa: E402

pytestmark = [
    pytest.mark.browser,
]


# Everything that was read out so far: a line stands in the page for a third of a second only.
ANNOUNCED = """window.announced = [];
new MutationObserver(changes => {
  for (const change of changes)
    for (const node of change.addedNodes)
      if (change.target.localName?.startsWith('flt-announcement')) window.announced.push(node.textContent.trim());
}).observe(document, {childList: true, subtree: true});"""


GO = """route => { history.pushState(null, '', route); dispatchEvent(new PopStateEvent('popstate', {state: null})); }"""
DRAWN = """() => [...document.querySelectorAll('flt-semantics-host flt-semantics')].map(node => {
  const box = node.getBoundingClientRect();
  return [node.id, box.x, box.y, box.width, box.height].join(' ');
}).join()"""
BETWEEN = {"support": "Support now", "lock": "Welcome back"}
"""Pages by the heading that no other has."""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with gallery.served() as url:
        yield url


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as p:
        chromium = p.chromium.launch(executable_path=installed(), args=gallery.CHROMIUM)
        yield chromium
        chromium.close()


@pytest.fixture
def loaded(browser: Any, address: str) -> Iterator[Any]:
    """Loads one page of the gallery in a tab of its own."""
    contexts = []

    def load(name: str) -> Any:
        tab = fresh_tab(browser)
        contexts.append(tab.context)
        tab.goto(f"{address}/{name}-light")
        gallery.enable_semantics(tab)
        return tab

    yield load
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def kept(browser: Any, address: str) -> Iterator[Any]:
    """The tab that most tests share."""
    tab = fresh_tab(browser)
    tab.goto(f"{address}/today-light")
    gallery.enable_semantics(tab)
    yield tab
    tab.context.close()


@pytest.fixture
def opened(kept: Any) -> Any:
    """Goes to one page of the gallery, which is built anew."""

    def open_page(name: str, *, width: int = 390, height: int = 844) -> Any:
        kept.set_viewport_size({"width": width, "height": height})
        between = "lock" if name == "support" else "support"  # it may be there already
        heading = kept.get_by_role("heading", name=BETWEEN[between], exact=True)
        kept.evaluate(GO, f"/{between}-light")
        expect(heading).to_be_attached()
        kept.evaluate(GO, f"/{name}-light")
        expect(heading).not_to_be_attached()
        stands_still(kept)
        return kept

    return open_page


def stands_still(tab: Any) -> None:
    """Until two looks find the same."""
    last = ""
    for _ in range(100):
        now = tab.evaluate(DRAWN)
        if now and now == last:
            return
        last = now
        tab.wait_for_timeout(150)
    raise AssertionError("it never stands still")


def fresh_tab(browser: Any) -> Any:
    """A tab that writes down what is read out and who is asked."""
    tab = browser.new_context(viewport={"width": 390, "height": 844}).new_page()
    tab.add_init_script(ANNOUNCED)
    tab.asked = []
    tab.on("requestfinished", lambda request: tab.asked.append(request.url))
    tab.on("requestfailed", lambda request: request.failure == "csp" or tab.asked.append(request.url))
    return tab


def shows(tab: Any, text: str) -> None:
    """The text stands in the accessibility tree (a live region says it beside the tree, too)."""
    expect(tab.locator("flt-semantics-host").get_by_text(text, exact=True)).to_be_attached()


def write(tab: Any, field: Any, text: str) -> None:
    """Replaces what stands in a field as a person does: into it first, then the words."""
    field.focus()
    tab.wait_for_timeout(300)
    field.fill(text)


def test_a_segmented_choice_is_a_radio_group_for_hand_and_keyboard(opened: Any) -> None:
    tab = opened("intention")
    only_me = tab.get_by_role("radio", name="Only me", exact=True)
    therapist = tab.get_by_role("radio", name="My therapist", exact=True)
    expect(therapist).to_be_checked()
    only_me.click()
    expect(only_me).to_be_checked()
    expect(therapist).not_to_be_checked()
    shows(tab, "Chosen: me")
    only_me.focus()
    tab.keyboard.press("ArrowRight")
    expect(therapist).to_be_checked()
    shows(tab, "Chosen: therapist")
    assert tab.get_by_role("radiogroup").count() == 1


def test_a_segment_answers_a_finger_anywhere_on_it(opened: Any) -> None:
    tab = opened("intention")
    box = tab.get_by_role("radio", name="Only me", exact=True).bounding_box()
    assert box["height"] >= 48
    tab.mouse.click(box["x"] + 8, box["y"] + box["height"] / 2)
    expect(tab.get_by_role("radio", name="Only me", exact=True)).to_be_checked()


def test_a_toggle_row_is_one_switch_named_by_its_words(opened: Any) -> None:
    tab = opened("intention")
    switch = tab.get_by_role("switch", name=re.compile("^Show it on session day"))
    expect(switch).to_be_checked()
    switch.click()
    expect(switch).not_to_be_checked()
    switch.focus()
    tab.keyboard.press("Space")
    expect(switch).to_be_checked()
    assert tab.get_by_role("switch").count() == 1


def test_a_check_row_is_one_checkbox_named_by_its_words(opened: Any) -> None:
    tab = opened("sharing")
    box = tab.get_by_role("checkbox", name=re.compile("^Record audio"))
    expect(box).not_to_be_checked()
    box.click()
    expect(box).to_be_checked()
    box.focus()
    tab.keyboard.press("Space")
    expect(box).not_to_be_checked()


def test_answers_in_rows_are_radios(opened: Any) -> None:
    tab = opened("question")
    tab.get_by_role("radio", name="No", exact=True).click()
    expect(tab.get_by_role("radio", name="No", exact=True)).to_be_checked()
    expect(tab.get_by_role("radio", name="Yes", exact=True)).not_to_be_checked()
    shows(tab, "Chosen: no")


def test_what_is_written_keeps_its_name_and_is_said_to_be_saved(opened: Any) -> None:
    tab = opened("intention")
    field = tab.get_by_role("textbox", name="Your intention")
    write(tab, field, "Soft")
    shows(tab, "Saved on this phone · 4 letters")
    tab.wait_for_function("said => window.announced.includes(said)", arg="Saved on this phone · 4 letters")
    field.press_sequentially("er light")
    shows(tab, "Saved on this phone · 12 letters")
    expect(tab.get_by_role("textbox", name="Your intention")).to_have_value("Softer light")


def test_the_search_field_has_one_name_empty_and_full(opened: Any) -> None:
    tab = opened("journal")
    write(tab, tab.get_by_role("textbox", name="Search your words", exact=True), "lake")
    expect(tab.get_by_role("textbox", name="Search your words", exact=True)).to_have_value("lake")


def test_a_question_can_be_answered_and_escaped(loaded: Any) -> None:
    tab = loaded("intention")
    tab.get_by_role("button", name="Done", exact=True).click()
    expect(tab.get_by_role("heading", name="Share with your therapist?")).to_be_attached()
    tab.get_by_role("button", name="Share it", exact=True).click()
    expect(tab.locator('[aria-label="Shared"]')).to_be_attached()
    expect(tab.get_by_role("button", name="Undo", exact=True)).to_be_attached()
    tab.get_by_role("button", name="Done", exact=True).click()
    expect(tab.get_by_role("button", name="Not now", exact=True)).to_be_attached()
    tab.keyboard.press("Escape")
    expect(tab.locator('[aria-label="Kept to yourself"]')).to_be_attached()


def test_the_pin_can_be_tapped_and_typed(loaded: Any) -> None:
    tab = loaded("lock")  # where the focus was before is no part of it
    stands_still(tab)
    for digit in "4839":
        tab.get_by_role("button", name=digit, exact=True).click()
    shows(tab, "4 of 6 entered")
    tab.get_by_role("button", name="Erase", exact=True).click()
    shows(tab, "3 of 6 entered")
    # Wherever the tap left the focus: on the key, or on a busy machine on nothing.
    tab.keyboard.press("Backspace")
    shows(tab, "2 of 6 entered")
    tab.keyboard.type("3920", delay=60)
    shows(tab, "6 digits came")
    shows(tab, "0 of 6 entered")


def test_the_keyboard_types_a_pin_before_anything_is_touched(loaded: Any) -> None:
    tab = loaded("lock")
    tab.keyboard.type("483", delay=60)
    shows(tab, "3 of 6 entered")


@pytest.mark.parametrize("name", list(gallery.PAGES))
def test_every_target_is_named_once_and_large_enough_and_the_page_has_its_heading(
    opened: Any, name: str
) -> None:
    tab = opened(name, width=1180 if name == "therapist" else 390, height=2000)
    found = tab.evaluate(
        """() => [...document.querySelectorAll('flt-semantics-host [flt-tappable], flt-semantics-host [role=button]')]
          .map(n => { const r = n.getBoundingClientRect(); return {
            off: n.getAttribute('aria-disabled') === 'true', name: (n.getAttribute('aria-label') || n.textContent || '').trim(), tab: n.getAttribute('tabindex'),
            nested: !!n.parentElement.closest('[role=button]'), w: r.width, h: r.height } })"""
    )
    assert found
    for target in found:
        assert target["name"], target
        assert not target["nested"], target
        assert target["off"] or target["tab"] == "0", target
        assert target["w"] >= 47.5, target
        assert target["h"] >= 47.5, target
    expect(tab.get_by_role("heading", level=1)).to_have_count({"session": 0, "therapist": 2}.get(name, 1))


def test_the_opening_screen_gives_way_to_the_app_and_its_tree_comes_by_itself(
    browser: Any, address: str
) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    tab = context.new_page()
    tab.goto(f"{address}/today-light", wait_until="commit")
    expect(tab.locator("#opening h1")).to_have_text("Lantern")
    expect(tab.locator("#opening").get_by_role("status")).to_contain_text("Getting your pages ready")
    expect(tab.locator("#opening")).not_to_be_attached(timeout=30_000)
    expect(tab.get_by_role("heading", name="Good evening")).to_be_attached(timeout=30_000)
    context.close()


def test_the_web_client_asks_no_other_host(loaded: Any, address: str) -> None:
    tab = loaded("today")
    tab.wait_for_timeout(500)
    assert [url for url in tab.asked if not url.startswith((address, "data:", "blob:"))] == []
