"""Makes Roboto smaller, which a browser fetches before the first frame: all its characters, without hinting, kerning and ligatures.

    .venv/bin/python tools/fallback_font.py

Flutter draws with it what Lantern's own fonts have no letter for, and everything until they are there. Web clients do not hint. Roboto is of the Apache License 2.0; what is changed is said beside it.
"""

from __future__ import annotations

import sys
from pathlib import Path

from flet_web import get_package_web_dir
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parents[1]
WHOLE = Path(get_package_web_dir()) / "assets" / "fonts" / "roboto.woff2"
SMALLER = ROOT / "assets" / "assets" / "fonts" / "roboto.woff2"


def main() -> int:
    font = TTFont(WHOLE, recalcTimestamp=False)
    options = Options(hinting=False, layout_features=[], notdef_outline=True, name_IDs=["*"], flavor="woff2")
    cutter = Subsetter(options)
    cutter.populate(unicodes=(font.getBestCmap() or {}).keys())
    cutter.subset(font)
    font.flavor = "woff2"
    font.save(SMALLER)
    sys.stdout.write(
        f"{SMALLER.relative_to(ROOT)}: {SMALLER.stat().st_size} bytes of {WHOLE.stat().st_size}\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
