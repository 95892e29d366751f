"""A photo is light, upright, readable, and says nothing of where, when and with what it was taken."""

from __future__ import annotations

import io
import os

import pytest
from PIL import Image

from mobile.device.pictures import LONGEST_SIDE, NotAPicture, light

MEGABYTE = 1024 * 1024


def photo(width: int, height: int, *, orientation: int | None = None, form: str = "JPEG") -> bytes:
    picture = Image.frombytes("RGB", (64, 64), os.urandom(64 * 64 * 3)).resize((width, height))
    exif = Image.Exif()
    exif[0x010F] = "PhoneMaker"
    exif.get_ifd(0x8825).update({1: "N", 2: (45.0, 30.0, 15.0), 3: "W", 4: (122.0, 1.0, 2.0)})
    if orientation:
        exif[0x0112] = orientation
    into = io.BytesIO()
    picture.save(into, form, exif=exif, comment=b"SECRETPLACE") if form == "JPEG" else picture.save(
        into, form
    )
    return into.getvalue()


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def test_a_large_photo_becomes_light() -> None:
    made = light(photo(4000, 3000), MEGABYTE)
    assert len(made.data) <= MEGABYTE
    assert (made.width, made.height) == (LONGEST_SIDE, 1500)


def test_the_place_the_device_and_every_remark_are_gone() -> None:
    data = photo(800, 600)
    assert b"PhoneMaker" in data
    made = light(data, MEGABYTE)
    assert b"PhoneMaker" not in made.data
    assert b"SECRETPLACE" not in made.data
    assert not opened(made.data).getexif()


def test_a_photo_taken_sideways_stands_upright() -> None:
    made = light(photo(800, 600, orientation=6), MEGABYTE)
    assert (made.width, made.height) == (600, 800)


@pytest.mark.parametrize("form", ["PNG", "GIF", "BMP", "TIFF", "WEBP"])
def test_other_kinds_of_pictures_become_a_jpeg(form: str) -> None:
    assert opened(light(photo(300, 200, form=form), MEGABYTE).data).format == "JPEG"


def test_what_was_transparent_is_white() -> None:
    into = io.BytesIO()
    Image.new("RGBA", (50, 50), (0, 0, 0, 0)).save(into, "PNG")
    assert opened(light(into.getvalue(), MEGABYTE).data).getpixel((10, 10)) == (255, 255, 255)


def test_of_sixteen_bits_of_grey_none_is_cut_off() -> None:
    """As scanners and drawing programs write them: what is cut off at eight is a white page."""
    grey = Image.new("I;16", (100, 60))
    for x in range(100):
        for y in range(60):
            grey.putpixel((x, y), x * 655)
    for form in ("PNG", "TIFF"):
        into = io.BytesIO()
        grey.save(into, form)
        seen = opened(light(into.getvalue(), 500_000).data).convert("L")
        shades = [seen.getpixel((x, 30)) for x in (5, 50, 95)]
        assert shades == pytest.approx([13, 127, 242], abs=4)


def test_measured_values_are_no_picture() -> None:
    into = io.BytesIO()
    Image.new("F", (100, 60), 0.5).save(into, "TIFF")
    with pytest.raises(NotAPicture):
        light(into.getvalue(), 500_000)


def test_a_small_limit_is_kept_by_making_it_smaller() -> None:
    assert len(light(photo(3000, 3000), 30_000).data) <= 30_000


@pytest.mark.parametrize(
    "data",
    [b"", b"not a picture", b"\xff\xd8\xff\xe0 cut", photo(400, 300)[:2000], b"%PDF-1.7", b"<svg/>"],
    ids=["nothing", "words", "header", "cut", "pdf", "svg"],
)
def test_what_is_no_whole_picture_is_refused(data: bytes) -> None:
    with pytest.raises(NotAPicture):
        light(data, MEGABYTE)


def test_a_picture_of_too_many_points_is_refused_before_it_is_read() -> None:
    into = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(into, "PNG")
    with pytest.raises(NotAPicture):
        light(into.getvalue(), MEGABYTE)
