"""Pages for any browser have the app's own colours, and fetch nothing."""

from __future__ import annotations

import pytest

from api_client.plain_html import DARK, LIGHT, call_link, whole_page
from mobile.design import tokens as t


@pytest.mark.parametrize(("colours", "palette"), [(LIGHT, t.LIGHT), (DARK, t.DARK)])
def test_the_colours_are_those_of_the_app(colours: tuple[str, ...], palette: t.Palette) -> None:
    own = (
        palette.background, palette.surface, palette.ink, palette.muted, palette.line, palette.primary,
        palette.on_primary, palette.support, palette.support_soft,
    )  # fmt: skip
    assert colours == own


def test_a_title_and_a_number_are_never_more_than_words() -> None:
    page = whole_page("en", "</title><script>", "")
    assert "<script" not in page
    assert call_link('1"><script>') == "<a>1&quot;&gt;&lt;script&gt;</a>"


def test_a_phone_makes_no_links_of_its_own() -> None:
    """By what it finds in the text it would dial what has no link because it may be two numbers."""
    assert 'name="format-detection" content="telephone=no,' in whole_page("en", "", "")
    assert call_link("202-555-0177, 202-555-0178") == "<a>202-555-0177, 202-555-0178</a>"
