"""Where the bundled fonts lie that paper and typed signatures are drawn with: the one spot that knows."""

from __future__ import annotations

from pathlib import Path

FONTS = Path(__file__).resolve().parents[2] / "assets" / "fonts"
