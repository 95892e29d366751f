"""Nothing a decision hangs on is asked for by a page of it: screens and wiring ask the store for all there are.

A limit is for a list that a person sees and can go on with. Each of those is named here.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

MOBILE = Path(__file__).parents[2] / "mobile"
PAGED = {
    ("screens/writing/listing.py", "heads"): "the list of intentions, fifty at a time, with Show more",
    ("screens/writing/listing.py", "search"): "the same, of those that hold the words",
    ("screens/journal/entries.py", "heads"): "the list of entries, a page at a time, with Show more",
    ("screens/journal/entries.py", "search"): "the same, of those that hold the words",
    ("screens/journal/other_days.py", "heads"): "all there are",
    ("screens/reads/trash.py", "heads"): "all there are",
    ("screens/reads/hidden.py", "heads"): "all there are",
    ("screens/reads/approval_papers.py", "heads"): "all there are",
    ("screens/reads/shared_along.py", "heads"): "all there are",
    ("screens/reads/shared_voice.py", "heads"): "all there are",
    ("screens/reads/shared_pictures.py", "heads"): "all there are",
}
LIMITED = {"newest", "heads", "search"}
CUT = {
    "screens/pages.py": "a long list inside a place, with Show more",
    "screens/writing/listing.py": "the page of the list that is shown, with Show more",
    "screens/journal/entries.py": "the page of the list that is shown, with Show more",
    "screens/journal/filters.py": "the last sessions, with the way to all of them",
    "screens/intention/view.py": "the first prompts, with the way to all of them",
    "screens/form/fields/picking.py": "the first options that fit, with how many more and a field to narrow them",
    "screens/measures/one.py": "the last answers, with the way to the earlier ones",
    "screens/form/ending.py": "the first sentences in a card, and all others below it",
    "screens/panels/call_rows.py": "the first numbers of a clinic on a card, with Support behind it",
    "screens/shared/people.py": "the people that fill the screen, drawn before all others",
    "screens/entry/recording.py": "the next seconds of sound, and then those after them, until all is saved",
    "screens/shared/brief/team.py": "the newest lines of a summary on one page, with how many more there are",
    "screens/shared/summary/card.py": "the newest lines of a summary on a card that leads to all of them",
    "screens/agreements/changed.py": "the words before a change, with the changed ones and all others after them",
    "screens/agreements/model.py": "what was just saved, taken from what waits to be saved",
    "screens/plan/ways_in.py": "the first steps, with See every step",
    "screens/date_change/days.py": "the first days with a free time, with Show later days",
    "screens/approvals/listing.py": "the first approvals of a long list, with Show more",
    "screens/agreed/people.py": "the first people of a long list, with Show more",
    "screens/bookings/view.py": "the first free times, with Show more times",
    "screens/calendar/view.py": "the first sessions of a file, with how many more are in it",
}
"""Places that draw the beginning of a list, by a name or a number of ten and more, and show the way to the rest."""


def sources() -> Iterator[tuple[str, ast.Module]]:
    for folder in ("screens", "wiring"):
        for path in sorted((MOBILE / folder).rglob("*.py")):
            yield path.relative_to(MOBILE).as_posix(), ast.parse(path.read_text("utf-8"))


def limited_calls(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Calls of the store's paged questions: `records.newest(Noun, 50)`; a `re.search` or `re.sub` is none."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in LIMITED:
            of = node.func.value
            if not (isinstance(of, ast.Name) and of.id == "re"):
                yield node.func.attr, node.lineno


def cuts(tree: ast.Module) -> Iterator[int]:
    """Lines where a list is cut by a named limit or by ten and more; a text is cut by a name that says so."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Slice) and node.slice.lower is None:
            upper = node.slice.upper
            is_named = upper is not None and not isinstance(upper, ast.Constant | ast.UnaryOp)
            is_big = isinstance(upper, ast.Constant) and isinstance(upper.value, int) and upper.value >= 10
            if (is_named or is_big) and not is_text(node.value):
                yield node.lineno


def is_text(cut: ast.expr) -> bool:
    """Of words, of a made name, of a digest."""
    named = cut.attr if isinstance(cut, ast.Attribute) else cut.id if isinstance(cut, ast.Name) else ""
    called = cut.func.attr if isinstance(cut, ast.Call) and isinstance(cut.func, ast.Attribute) else ""
    return named in ("words", "text", "line") or called in ("strip", "hexdigest")


def test_only_lists_that_a_person_pages_through_ask_the_store_for_a_page() -> None:
    found = {(name, call) for name, tree in sources() for call, _ in limited_calls(tree)}
    assert found == set(PAGED)


def test_only_places_that_show_the_way_to_the_rest_draw_the_beginning_of_a_list() -> None:
    found = {name for name, tree in sources() if list(cuts(tree))}
    assert found == set(CUT)


def test_a_capped_question_is_found() -> None:
    tree = ast.parse(
        "async def f(records): return await records.newest(Noun, MOST), found[:MOST], found[:30]"
    )
    assert len(list(limited_calls(tree))) == 1
    assert len(list(cuts(tree))) == 2
