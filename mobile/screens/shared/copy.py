"""`/shared/<patient>/<copy>`: one shared intention."""

from __future__ import annotations

from mobile.screens.shared.workspace import Workspace


class SharedCopy(Workspace):
    """One intention chosen."""
