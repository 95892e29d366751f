"""What questions with steps or files carry besides their words. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from mobile.care.questionnaire import Node
from mobile.care.questionnaire.values import Attachment, Quantity
from mobile.i18n.amounts import plain_number
from mobile.screens.form.kinds import steps_of
from mobile.screens.form.question import KeptFile, Option, Question
from mobile.screens.panels.answers.values import where_of


def with_steps(made: Question, node: Node) -> Question:
    """A scale with its steps, the words at its ends, and the step chosen."""
    slider, value = node.item.slider, node.value
    number = value.value if isinstance(value, Quantity) else value
    options = tuple(Option(plain_number(step), plain_number(step)) for step in steps_of(node.item))
    chosen = tuple(one.key for one in options if number is not None and Decimal(one.key) == number)
    low, high = (slider.low_label, slider.high_label) if slider else ("", "")
    return replace(made, options=options, chosen=chosen, low=low, high=high)


def with_files(made: Question, node: Node, photo: Callable[[str | None], str | None]) -> Question:
    """What is attached by name and size, and what may be. `photo`: base64 of one that is a record of its own."""
    files = tuple(
        _kept(value, value.data or photo(value.url)) for value in node.values if isinstance(value, Attachment)
    )
    limits = node.item.attachment
    return replace(made, files=files, file_types=limits.mime_types, most_bytes=limits.max_size)


def _kept(value: Attachment, data: str | None) -> KeptFile:
    return KeptFile(value.title or "", value.bytes_long, data, where_of(data, value.url))
