"""Cuts the icon font to the icons that Lantern shows: a browser fetches it before the first frame, and the whole one has 1.2 MB.

    .venv/bin/python tools/icon_font.py [--check]

Reads which icons the source names (`ft.Icons.X`), adds those that Flutter's own widgets draw, and writes the cut font to where the
web client asks for it. `--check` writes nothing and ends with 1 where the committed font lacks one.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from flet_web import get_package_web_dir
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parents[1]
WHOLE = Path(get_package_web_dir()) / "assets" / "fonts" / "MaterialIcons-Regular.otf"
CUT = ROOT / "assets" / "assets" / "fonts" / "MaterialIcons-Regular.otf"
FLUTTERS_OWN = (
    "arrow_back",
    "arrow_drop_down",
    "arrow_drop_up",
    "cancel",
    "check",
    "chevron_left",
    "chevron_right",
    "clear",
    "close",
    "edit",
    "edit_outlined",
    "error",
    "keyboard_arrow_down",
    "keyboard_arrow_left",
    "keyboard_arrow_right",
    "keyboard_arrow_up",
    "menu",
    "more_vert",
    "calendar_today",
    "keyboard_outlined",
    "access_time",
    "schedule",
)
"""What a date picker, a text field's menu and the like draw by themselves."""
STYLES = ("_rounded", "_outlined", "_sharp")


def named_in_source() -> set[str]:
    """Names such as "call_rounded", as the source says them."""
    found: set[str] = set()
    for path in (ROOT / "mobile").rglob("*.py"):
        found |= {name.lower() for name in re.findall(r"\bIcons\.([A-Z][A-Z0-9_]*)", path.read_text("utf-8"))}
    return found


def glyph_of(name: str) -> str:
    """The font's name of an icon: "call" is "call_baseline" there, and a name that begins with a digit has a line before it."""
    return name if name.endswith(STYLES) else f"{name}_baseline"


def _drawn(font: TTFont) -> dict[int, str]:
    """The glyph of each code point."""
    return font.getBestCmap() or {}


def codes(font: TTFont) -> dict[str, int]:
    """The code point of each glyph by its name."""
    return {glyph: code for code, glyph in _drawn(font).items()}


def wanted(whole: TTFont) -> set[int]:
    """The code points that are shown. Raises KeyError for a name that the whole font does not know."""
    known = codes(whole)
    own = {glyph_of(name) for name in FLUTTERS_OWN}
    return {known[glyph_of(name)] for name in named_in_source()} | {known[one] for one in own if one in known}


def missing() -> set[int]:
    """The code points that are shown and that the committed font does not draw as the whole one does."""
    whole, cut = TTFont(WHOLE), TTFont(CUT)
    drawn, here = _drawn(whole), _drawn(cut)
    return {code for code in wanted(whole) if here.get(code) != drawn[code]}


def cut_font() -> None:
    font = TTFont(WHOLE, recalcTimestamp=False)
    options = Options(glyph_names=True, notdef_outline=True, name_IDs=["*"])
    cutter = Subsetter(options)
    cutter.populate(unicodes=wanted(font))
    cutter.subset(font)
    CUT.parent.mkdir(parents=True, exist_ok=True)
    font.save(CUT)


def main() -> int:
    if "--check" in sys.argv[1:]:
        lacking = missing()
        if lacking:
            print(f"The icon font lacks {len(lacking)} icons. Run tools/icon_font.py.", file=sys.stderr)
        return 1 if lacking else 0
    cut_font()
    print(f"{CUT.relative_to(ROOT)}: {CUT.stat().st_size} bytes of {WHOLE.stat().st_size}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
