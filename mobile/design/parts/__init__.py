"""Every part a screen is made of. A screen imports from here (or from `mobile.design`) and builds nothing of its own."""

from __future__ import annotations

from . import icons
from .beside import Beside, Buttons, Probe
from .bubbles import beside_field, bubble, under_bubble
from .buttons import (
    button_row,
    centered,
    danger_button,
    icon_button,
    outline_button,
    primary_button,
    soft_button,
    text_button,
)
from .chips import chip, chip_row, choice_chip, removable_chip, time_chip
from .choices import Choice, OneOf, choice_list, segmented
from .clock_rows import clock_row
from .day_band import BandDay, DayBand
from .drawing_pad import DrawingPad
from .fields import NamedField, SearchField, search_field, show_words, text_field, writing_field
from .figures import progress_bar, progress_ring, quote_card, small_line
from .handling import Handler, is_shown, redraw
from .have_tiles import have_bar, have_tile
from .held import held_button, held_way
from .keys import Beginning, entering
from .landmarks import big_button, call_button, support_pill, write_button
from .marked_words import MarkedRun, marked_words
from .notices import SavedLine, SavedState, ask, empty_state, is_asked, notice, put_away, saved_line, snack
from .page_head import PageHead, header
from .page_keys import heard_by_place
from .pages import page_body, reading_column, side_by_side
from .phases import phase_chip, phase_ribbon
from .photos import framed_photo, paper_page, photo, see_large, thumbnail
from .pills import pill_choice
from .pin_pad import PinPad, PinWords
from .qr import qr_code
from .rich_text import rich_text
from .rows import avatar, badge, list_row, todo_row
from .scales import step_scale
from .schedule import DayBlock, DayByRoom, DayRoom, Weeks
from .steps import StepState, fact_row, timeline_row
from .surfaces import card, gap, hairline, mark, outlined_card, pressable, stack
from .switches import CheckRow, ToggleRow, check_row, toggle_row
from .ticks import TickRow, tick_row
from .tiles import (
    chosen_word,
    large_heading,
    quiet_way,
    session_line,
    session_time,
    step_dots,
    tile,
    tile_grid,
)
from .voice import Heard, VoiceMeter, voice_meter
from .ways import TabItem, bottom_bar, side_rail
from .word_steps import WordSteps, step_bars, word_steps
from .words import (
    body,
    gapped_words,
    heading,
    own_words,
    section,
    small,
    spoken,
    strong,
    struck,
    subheading,
    title,
    unseen_heading,
)
from .writing import goes_to_write, is_writing, leaves_off_writing

__all__ = [
    "BandDay",
    "Beginning",
    "Beside",
    "Buttons",
    "CheckRow",
    "Choice",
    "DayBand",
    "DayBlock",
    "DayByRoom",
    "DayRoom",
    "DrawingPad",
    "Handler",
    "Heard",
    "MarkedRun",
    "NamedField",
    "OneOf",
    "PageHead",
    "PinPad",
    "PinWords",
    "Probe",
    "SavedLine",
    "SavedState",
    "SearchField",
    "StepState",
    "TabItem",
    "TickRow",
    "ToggleRow",
    "VoiceMeter",
    "Weeks",
    "WordSteps",
    "ask",
    "avatar",
    "badge",
    "beside_field",
    "big_button",
    "body",
    "bottom_bar",
    "bubble",
    "button_row",
    "call_button",
    "card",
    "centered",
    "check_row",
    "chip",
    "chip_row",
    "choice_chip",
    "choice_list",
    "chosen_word",
    "clock_row",
    "danger_button",
    "empty_state",
    "entering",
    "fact_row",
    "framed_photo",
    "gap",
    "gapped_words",
    "goes_to_write",
    "hairline",
    "have_bar",
    "have_tile",
    "header",
    "heading",
    "heard_by_place",
    "held_button",
    "held_way",
    "icon_button",
    "icons",
    "is_asked",
    "is_shown",
    "is_writing",
    "large_heading",
    "leaves_off_writing",
    "list_row",
    "mark",
    "marked_words",
    "notice",
    "outline_button",
    "outlined_card",
    "own_words",
    "page_body",
    "paper_page",
    "phase_chip",
    "phase_ribbon",
    "photo",
    "pill_choice",
    "pressable",
    "primary_button",
    "progress_bar",
    "progress_ring",
    "put_away",
    "qr_code",
    "quiet_way",
    "quote_card",
    "reading_column",
    "redraw",
    "removable_chip",
    "rich_text",
    "saved_line",
    "search_field",
    "section",
    "see_large",
    "segmented",
    "session_line",
    "session_time",
    "show_words",
    "side_by_side",
    "side_rail",
    "small",
    "small_line",
    "snack",
    "soft_button",
    "spoken",
    "stack",
    "step_bars",
    "step_dots",
    "step_scale",
    "strong",
    "struck",
    "subheading",
    "support_pill",
    "text_button",
    "text_field",
    "thumbnail",
    "tick_row",
    "tile",
    "tile_grid",
    "time_chip",
    "timeline_row",
    "title",
    "todo_row",
    "toggle_row",
    "under_bubble",
    "unseen_heading",
    "voice_meter",
    "word_steps",
    "write_button",
    "writing_field",
]
