"""The peer of the first-frame figure: the smallest Flet app there is, served the same way."""

from __future__ import annotations

import sys

import flet as ft
import flet.fastapi as flet_fastapi
import uvicorn


async def main(page: ft.Page) -> None:
    page.add(ft.Text("hello"))


if __name__ == "__main__":
    uvicorn.run(
        flet_fastapi.app(main, no_cdn=True), host="127.0.0.1", port=int(sys.argv[1]), log_level="error"
    )
