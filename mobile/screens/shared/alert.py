"""`/alerts/<alert>`: one alert, for the person it was sent to."""

from __future__ import annotations

from mobile.screens.shared.workspace import Workspace


class OpenAlert(Workspace):
    """One alert chosen."""
