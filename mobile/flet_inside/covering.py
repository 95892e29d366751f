"""Views that stand below another one are not compared with what the page has of them: half of a tap's work was that.

What changes in one meanwhile is sent by its own update, or with the page once nothing stands over it any more.
"""

from __future__ import annotations

from collections.abc import Sequence

import flet as ft


def cover(views: Sequence[ft.View]) -> None:
    """`views`: from the lowest to the one that is seen. Flet leaves out what is below an isolated control."""
    for view in views:
        view._isolated = view is not views[-1]  # pyright: ignore[reportAttributeAccessIssue]
