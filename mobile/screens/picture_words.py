"""Why a chosen file is not taken as a picture, and what to do instead."""

from __future__ import annotations

from collections.abc import Mapping

from mobile.device.taking import Why
from mobile.i18n import N_

NOT_A_PICTURE_HERE: Mapping[Why, str] = {
    "unread": N_("{name} could not be read. Try again, or choose another."),
    "heic": N_(
        "{name} is in HEIC, which is how iPhones keep photos, and it cannot be opened here. Take a screenshot of the photo "
        "and choose that, or take it anew after choosing Settings, Camera, Formats, Most Compatible."
    ),
    "too_many_points": N_(
        "{name} has more than 25 megapixels. Take it anew in your camera's usual size, or choose a screenshot of it."
    ),
    "not_a_picture": N_(
        "{name} could not be opened as a photo. It may be damaged. Choose another, or a screenshot of it."
    ),
}
"""`{name}`: what the file is called."""
MEGABYTE = 1024 * 1024


def size_text(size: int | None) -> str:
    """ "1.4 MB", "320 KB"."""
    if size is None:
        return ""
    return f"{size / MEGABYTE:.1f} MB" if size >= MEGABYTE else f"{max(1, round(size / 1024))} KB"
