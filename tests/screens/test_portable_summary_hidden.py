"""A summary to hand over says nothing of what is hidden: not that there is any, whichever PIN opened Lantern."""

from __future__ import annotations

import pytest

from tests.screens.test_biometrics import PIN
from tests.screens.test_hidden_entries import Own, own, second

__all__ = ["own", "second"]

JOURNAL = "The journal"


@pytest.mark.usefixtures("own")
async def test_that_there_is_a_journal_is_said_of_what_is_not_hidden_alone(second: Own) -> None:
    phone = second.phone
    await phone.goes_to("/portable-summary")
    await phone.until(lambda: any(JOURNAL in text for text in phone.texts()), "what is not in it")
    await phone.sees_no("Your hidden entries are not in it.")
    await second.hides()
    await phone.goes_to("/portable-summary")
    await phone.sees("Your hidden entries are not in it.")
    assert not any(JOURNAL in text for text in phone.texts())
    screen = phone.shell._top  # type: ignore[union-attr]
    assert "journal" not in screen.made.document.casefold()  # type: ignore[union-attr]
    await second.opens(PIN)
    await phone.goes_to("/portable-summary")
    await phone.sees("Make the PDF")
    await phone.sees_no("Your hidden entries are not in it.")
    assert not any(JOURNAL in text for text in phone.texts())
