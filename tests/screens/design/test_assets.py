"""What the web client loads is here, is licensed, and names no other host."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from flet_web import get_package_web_dir
from PIL import Image, ImageFont

from mobile.design import tokens as t

ROOT = Path(__file__).resolve().parents[3]
ASSETS = ROOT / "assets"
DESIGN = ROOT / "mobile" / "design"


@pytest.mark.parametrize("family", t.FONTS)
def test_every_font_is_bundled_and_opens(family: str) -> None:
    font = ImageFont.truetype(str(ASSETS / t.FONTS[family].lstrip("/")), 20)
    assert font.getlength("Intention · “quiet” — 10:30 → ñ á ¿ ¡") > 0


def test_every_font_has_its_licence() -> None:
    for name in ("Newsreader-OFL.txt", "AtkinsonHyperlegibleNext-OFL.txt"):
        assert "SIL Open Font License, Version 1.1" in (ASSETS / "fonts" / name).read_text("utf-8")


@pytest.mark.parametrize("name", ["index.html", "manifest.json"])
def test_the_page_names_no_other_host(name: str) -> None:
    text = (ASSETS / name).read_text("utf-8")
    assert re.findall(r"(?:https?:)?//[a-z0-9-]+(?:\.[a-z0-9-]+)+", text) == []


def test_the_policy_comes_before_anything_that_loads() -> None:
    page = (ASSETS / "index.html").read_text("utf-8")
    policy = page.index("Content-Security-Policy")
    assert policy < min(page.index("<script"), page.index("<link"))
    assert "default-src 'self'" in page
    assert "object-src 'none'" in page


def test_the_opening_page_wears_the_tokens() -> None:
    page = (ASSETS / "index.html").read_text("utf-8")
    for palette in (t.LIGHT, t.DARK):
        for colour in (
            palette.background,
            palette.ink,
            palette.muted,
            palette.primary,
            palette.primary_soft,
            palette.danger,
            palette.on_danger,
        ):
            assert colour in page


def test_every_icon_that_is_shown_is_in_the_font_that_browsers_get() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "tools" / "icon_font.py", "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_the_smaller_fallback_font_draws_every_character_that_the_whole_one_does() -> None:
    sys.path.insert(0, str(ROOT / "tools"))
    from fallback_font import SMALLER, WHOLE
    from fontTools.ttLib import TTFont

    whole, smaller = TTFont(WHOLE), TTFont(SMALLER)
    assert set(smaller.getBestCmap()) == set(whole.getBestCmap())
    assert SMALLER.stat().st_size < WHOLE.stat().st_size / 2


def test_what_the_client_asks_for_last_is_fetched_from_the_beginning() -> None:
    page = (ASSETS / "index.html").read_text("utf-8")
    manifest = json.loads((ASSETS / "assets" / "FontManifest.json").read_text("utf-8"))
    files = [font["asset"] for family in manifest for font in family["fonts"]]
    fonts = [one.removeprefix("../") if one.startswith("../") else f"assets/{one}" for one in files]
    for asked in ["assets/FontManifest.json", "assets/fonts/roboto.woff2", *fonts]:
        preloaded = f'rel="preload" as="fetch" crossorigin fetchpriority="low" href="@client@/{asked}"'
        assert preloaded in page or f'url("@client@/{asked}")' in page, asked


def test_icons_have_the_sizes_the_manifest_promises() -> None:
    for icon in json.loads((ASSETS / "manifest.json").read_text("utf-8"))["icons"]:
        with Image.open(ASSETS / icon["src"]) as picture:
            assert f"{picture.width}x{picture.height}" == icon["sizes"]
    with Image.open(ASSETS / "icon.png") as picture:
        assert min(picture.size) >= 1024


@pytest.mark.parametrize("path", sorted(DESIGN.rglob("*.py")), ids=lambda p: p.name)
def test_no_part_uses_what_breaks_the_accessibility_tree(path: Path) -> None:
    text = path.read_text("utf-8")
    assert not re.search(r"ft\.(Range)?Slider\(|ft\.Dropdown\(|selectable=True", text)


@pytest.mark.parametrize("path", sorted((DESIGN / "parts").rglob("*.py")), ids=lambda p: p.name)
def test_no_part_writes_a_colour_of_its_own(path: Path) -> None:
    assert not re.search(r"#[0-9A-Fa-f]{6}", path.read_text("utf-8"))


def test_the_web_client_has_our_fonts_before_its_first_frame() -> None:
    ours = json.loads((ASSETS / "assets" / "FontManifest.json").read_text("utf-8"))
    # Of Flet's own only its icons: letters for formulas and Apple's icons are drawn nowhere in Lantern.
    assert {f["family"] for f in ours} == {"MaterialIcons"} | set(t.FONTS)


FALLBACKS = sorted((ASSETS / "assets" / "fonts").glob("*/*/*.woff2"))


def test_letters_our_fonts_lack_lie_where_the_web_client_asks() -> None:
    client = (Path(get_package_web_dir()) / "main.dart.js").read_text("utf-8")
    asked = set(re.findall(r'"(noto[a-z0-9]+/v\d+/[^"]+\.woff2)"', client))
    here = {path.relative_to(ASSETS / "assets" / "fonts").as_posix() for path in FALLBACKS}
    families = {name.split("/")[0] for name in here}
    assert families >= {"notosansarabic", "notosanshebrew", "notocoloremoji", "notosanssymbols", "notosanssc"}
    assert families >= {"notosanskr", "notosansthai", "notosans", "notosansbengali", "notosanstamil"}
    assert here == {name for name in asked if name.split("/")[0] in families}


def test_letters_our_fonts_lack_are_small_and_licensed() -> None:
    assert sum(path.stat().st_size for path in FALLBACKS) < 8_000_000
    for path in FALLBACKS:
        assert path.read_bytes()[:4] == b"wOF2"
        licence = (path.parents[1] / "OFL.txt").read_text("utf-8")
        assert "SIL Open Font License, Version 1.1" in licence
