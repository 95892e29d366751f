"""`/shared/<patient>`: what one patient shared, the first unread opened."""

from __future__ import annotations

from mobile.screens.shared.workspace import Workspace


class SharedByPatient(Workspace):
    """One patient chosen."""
