"""What is really drawn: the accessibility tree also tells what stands behind something else."""

from __future__ import annotations

import io

from PIL import Image, ImageChops
from playwright.async_api import FloatRect, Locator

from tests.e2e.browser import Tab

NEAR = 12  # of 255, for how a browser mixes colours
INSIDE_PX = 24


async def is_drawn(tab: Tab, what: Locator, colour: str) -> bool:
    """Whether the pixel just inside the left edge of `what`, at half its height, has this colour ("#A3231C")."""
    box = await what.bounding_box()
    assert box is not None
    seen = (await picture(tab)).getpixel((int(box["x"] + INSIDE_PX), int(box["y"] + box["height"] / 2)))
    wanted = tuple(int(colour[at : at + 2], 16) for at in (1, 3, 5))
    assert isinstance(seen, tuple)
    return all(abs(one - other) <= NEAR for one, other in zip(seen, wanted, strict=True))


async def picture(tab: Tab, part: FloatRect | None = None) -> Image.Image:
    """Of the window, or of a part of it."""
    shot = await tab.page.screenshot(clip=part) if part is not None else await tab.page.screenshot()
    return Image.open(io.BytesIO(shot)).convert("RGB")


def is_alike(one: Image.Image, other: Image.Image) -> bool:
    """No pixel differs but by how a browser mixes colours."""
    extremes = ImageChops.difference(one, other).getextrema()
    return all(isinstance(pair, tuple) and pair[1] <= NEAR for pair in extremes)
