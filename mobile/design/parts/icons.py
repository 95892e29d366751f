"""Which drawing stands for which meaning. All come with Flet: nothing is fetched. Icons are silent for screen readers;
the word beside them, or the part's label, speaks."""

from __future__ import annotations

import flet as ft

from mobile.design import tokens as t
from mobile.design.letters import sized

TODAY = ft.Icons.WB_TWILIGHT_ROUNDED
JOURNAL = ft.Icons.MENU_BOOK_ROUNDED
PLAN = ft.Icons.TIMELINE_ROUNDED
CARE = ft.Icons.DIVERSITY_1_ROUNDED
SUPPORT = ft.Icons.SUPPORT_ROUNDED
BACK = ft.Icons.ARROW_BACK_ROUNDED
CLOSE = ft.Icons.CLOSE_ROUNDED
NEXT = ft.Icons.CHEVRON_RIGHT_ROUNDED
ONLY_ME = ft.Icons.LOCK_OUTLINE_ROUNDED
THERAPIST = ft.Icons.VISIBILITY_OUTLINED
SAVED = ft.Icons.CLOUD_DONE_OUTLINED
SENDING = ft.Icons.CLOUD_UPLOAD_OUTLINED
PAGE_ONLY = ft.Icons.TAB_ROUNDED
OFFLINE = ft.Icons.CLOUD_OFF_ROUNDED
ATTENTION = ft.Icons.ERROR_OUTLINE_ROUNDED
INFO = ft.Icons.INFO_OUTLINE_ROUNDED
SEND = ft.Icons.SEND_ROUNDED
READ_MARK = ft.Icons.DONE_ALL_ROUNDED
DAYS = ft.Icons.EVENT_NOTE_OUTLINED
REPLY = ft.Icons.REPLY_ROUNDED
SEARCH = ft.Icons.SEARCH_ROUNDED
CHECK = ft.Icons.CHECK_ROUNDED
WAITING = ft.Icons.HOURGLASS_BOTTOM_ROUNDED
WRITE = ft.Icons.EDIT_ROUNDED
CALL = ft.Icons.CALL_ROUNDED
TEXT = ft.Icons.SMS_OUTLINED
ERASE = ft.Icons.BACKSPACE_OUTLINED
FINGERPRINT = ft.Icons.FINGERPRINT_ROUNDED
SETTINGS = ft.Icons.SETTINGS_OUTLINED
SHARED = ft.Icons.FORUM_ROUNDED
MESSAGES = ft.Icons.MAIL_ROUNDED
NOTES = ft.Icons.STICKY_NOTE_2_OUTLINED
SESSIONS = ft.Icons.CALENDAR_MONTH_ROUNDED
SCORES = ft.Icons.QUERY_STATS_ROUNDED
FLAG = ft.Icons.FLAG_OUTLINED
RISING = ft.Icons.TRENDING_UP_ROUNDED
REMINDERS = ft.Icons.NOTIFICATIONS_NONE_ROUNDED
SOON = ft.Icons.EVENT_ROUNDED
UNREAD = ft.Icons.MARK_CHAT_UNREAD_OUTLINED
READ = ft.Icons.DRAFTS_OUTLINED
PREPARE = ft.Icons.SELF_IMPROVEMENT_ROUNDED
SESSION = ft.Icons.BEDTIME_OUTLINED
INTEGRATE = ft.Icons.SPA_OUTLINED
WALK = ft.Icons.DIRECTIONS_WALK_ROUNDED
REST = ft.Icons.BED_OUTLINED
PERSON = ft.Icons.PEOPLE_OUTLINE_ROUNDED
GROUP = ft.Icons.GROUPS_OUTLINED
CREATE = ft.Icons.PALETTE_OUTLINED
NATURE = ft.Icons.PARK_OUTLINED
READ_AGAIN = ft.Icons.MENU_BOOK_OUTLINED
PRACTICE = ft.Icons.ADJUST_ROUNDED
MICROPHONE = ft.Icons.MIC_ROUNDED
PICTURE = ft.Icons.IMAGE_OUTLINED
MICROPHONE_OFF = ft.Icons.MIC_OFF_ROUNDED
PAUSE = ft.Icons.PAUSE_ROUNDED
PLAY = ft.Icons.PLAY_ARROW_ROUNDED
NO_FOOD = ft.Icons.NO_MEALS_OUTLINED
DRINK = ft.Icons.LOCAL_DRINK_OUTLINED
ARRIVE = ft.Icons.MEETING_ROOM_OUTLINED
STAY = ft.Icons.HOURGLASS_EMPTY_ROUNDED
NO_DRIVING = ft.Icons.DIRECTIONS_CAR_OUTLINED
ROOM_CARD = ft.Icons.BADGE_OUTLINED
TOUCH = ft.Icons.PAN_TOOL_OUTLINED
HAND = ft.Icons.BACK_HAND_OUTLINED
MUSIC = ft.Icons.MUSIC_NOTE_ROUNDED
WORDS = ft.Icons.FORUM_OUTLINED
HEARING = ft.Icons.HEARING_ROUNDED
RIDE = ft.Icons.DIRECTIONS_CAR_ROUNDED
RIDE_CONFIRMED = ft.Icons.HOW_TO_REG_OUTLINED
NO_SIGNING = ft.Icons.EDIT_OFF_OUTLINED
HAND = ft.Icons.FRONT_HAND_OUTLINED
PHONE = ft.Icons.SMARTPHONE_ROUNDED
WALLET = ft.Icons.ACCOUNT_BALANCE_WALLET_OUTLINED
BAG = ft.Icons.BACKPACK_OUTLINED
ESCORT = ft.Icons.DIRECTIONS_CAR_OUTLINED
NEXT_DATE = ft.Icons.EVENT_AVAILABLE_OUTLINED
DRIVING_OFF = ft.Icons.CAR_CRASH_OUTLINED
PRINT = ft.Icons.PRINT_OUTLINED
COPY = ft.Icons.CONTENT_COPY_ROUNDED
NOT_POSSIBLE = ft.Icons.BLOCK_ROUNDED
KEPT = ft.Icons.CHECK_CIRCLE_ROUNDED

PHASES: dict[t.Phase, ft.IconData] = {"prepare": PREPARE, "session": SESSION, "integrate": INTEGRATE}


def icon(
    which: ft.IconData,
    *,
    size: float = 24,
    color: ft.ColorValue | None = t.INK,
    label: str | None = None,
) -> ft.Icon:
    """A drawing as large as the words beside it: it grows with the page's and with the device's larger text.

    Silent unless it has a `label`. Inside a mark of a fixed size use `ft.Icon`: there it must not grow.
    """
    return ft.Icon(which, size=sized(size), color=color, semantics_label=label, apply_text_scaling=True)


# Tabs that are not chosen are drawn as outlines.
IDLE: dict[ft.IconData, ft.IconData] = {
    TODAY: ft.Icons.WB_TWILIGHT_OUTLINED,
    JOURNAL: ft.Icons.MENU_BOOK_OUTLINED,
    PLAN: ft.Icons.TIMELINE_OUTLINED,
    CARE: ft.Icons.DIVERSITY_1_OUTLINED,
    SHARED: ft.Icons.FORUM_OUTLINED,
    MESSAGES: ft.Icons.MAIL_OUTLINED,
    SESSIONS: ft.Icons.CALENDAR_MONTH_OUTLINED,
    SCORES: ft.Icons.QUERY_STATS_OUTLINED,
}
